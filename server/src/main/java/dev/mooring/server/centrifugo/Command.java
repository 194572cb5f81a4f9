package dev.mooring.server.centrifugo;

import java.util.Locale;

/**
 * One command of a client.
 *
 * @param id which the reply repeats; 0 when none is wanted
 * @param channel empty where the command has none
 * @param data the application's JSON as sent; {@code null} in letters where the command has none
 */
record Command(long id, Method method, String channel, String data) {
    /** What is asked for; {@link #PONG} is the empty object that answers a ping, {@link #OTHER} what is not known. */
    enum Method {
        CONNECT,
        SUBSCRIBE,
        UNSUBSCRIBE,
        PUBLISH,
        SEND,
        RPC,
        HISTORY,
        PRESENCE,
        PRESENCE_STATS,
        REFRESH,
        SUB_REFRESH,
        PING,
        PONG,
        OTHER;

        static Method of(String field) {
            for (Method method : values()) {
                if (method != PONG
                        && method != OTHER
                        && method.name().toLowerCase(Locale.ROOT).equals(field)) {
                    return method;
                }
            }
            return OTHER;
        }
    }
}
