package dev.mooring.awsstandin;

/**
 * One target: the same address on another port is another one.
 *
 * @param id an address, or the id of an instance
 */
public record Target(String id, int port) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
        int byId = id.compareTo(other.id);
        return byId == 0 ? Integer.compare(port, other.port) : byId;
    }

    @Override
    public String toString() {
        return id + ":" + port;
    }
}
