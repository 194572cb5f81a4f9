package dev.mooring.hosttuning.setting;

/**
 * Why a setting is there.
 *
 * @param why what it is for, in a sentence or two without a dollar sign, a backslash or a backquote: it is a comment in
 *     the files too, which the tuning script writes from a here-document
 * @param readFrom where the value in force is read; files and settings of services are only wishes
 * @param source who says so
 * @param severity what it means when the setting is not met
 */
public record Rationale(String why, String readFrom, String source, Severity severity) {}
