package dev.mooring.tls.record;

/** What a record was. */
public enum Opened {
    /** Not all of it is there. */
    INCOMPLETE,
    /** Data of the application, perhaps none. */
    DATA,
    /** The peer has changed its keys. */
    KEYS_UPDATED,
    /** The peer has changed its keys, and ours are to be changed before the next data is sent. */
    KEYS_WANTED,
    /** Something that calls for nothing. */
    IGNORED,
    /** The peer writes no more. */
    CLOSE_NOTIFY,
    /** The peer has given the connection up. */
    FATAL_ALERT
}
