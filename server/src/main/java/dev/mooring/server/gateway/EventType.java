package dev.mooring.server.gateway;

/** What happened to a connection. */
public enum EventType {
    CONNECT("$connect"),
    MESSAGE(RouteSelection.DEFAULT),
    DISCONNECT("$disconnect");

    private final String route;

    EventType(String route) {
        this.route = route;
    }

    /** Its route, which for a message the expression may change. */
    public String route() {
        return route;
    }
}
