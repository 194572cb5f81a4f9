package dev.mooring.infra.userdata;

/**
 * An archive that a host downloads.
 *
 * @param name its folder below /opt/mooring
 * @param url as {@code s3://bucket/key}
 * @param sha256 of the archive, in hexadecimal
 */
public record HostBundle(String name, String url, String sha256) {}
