package dev.mooring.engineredis.resp;

import java.io.IOException;

/** What came is no reply: the connection is of no more use. */
public final class ReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    public ReplyException(String message) {
        super(message);
    }
}
