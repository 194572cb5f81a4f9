package dev.mooring.server.connection;

import dev.mooring.server.metrics.HandshakeFailure;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.List;

/**
 * The end of a connection: once, and counted, as a WebSocket with the code, or as an attempt with the cause if none was
 * counted.
 *
 * <p>Whatever a step throws, for want of memory or descriptors above all, the next one is taken, and nothing comes out: an
 * end happens in the middle of other things, of which some are for other connections, and some are the last resort of the
 * loop. Runs on the connection's loop.
 */
final class Ending {
    private static final Step[] STEPS = Step.values();
    private static final List<Class<?>> NEEDED = List.of(
            Closing.class,
            BusyState.class,
            BusyState.AfterFlush.class,
            ConnectionIds.class,
            Expirations.class,
            WatchedHandler.ThrownByHandler.class);

    private Ending() {}

    /** Closes a descriptor that nobody has made a connection of. */
    static void giveBack(int descriptor) {
        try {
            new FileDescriptor(descriptor).close();
        } catch (IOException gone) {
            // The descriptor is given back whatever close returns.
        }
    }

    /**
     * Loads what is needed when something has thrown, and at an end: it may be the want of memory or of descriptors that was
     * thrown, and then no class can be loaded.
     */
    static void load() {
        for (Class<?> each : NEEDED) {
            try {
                Class<?> _ = Class.forName(each.getName(), true, Ending.class.getClassLoader());
            } catch (ClassNotFoundException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    static void of(Connection connection, int code, HandshakeFailure cause) {
        if (connection.ended()) {
            return;
        }
        boolean attempt = !connection.wasOpen();
        boolean unjudged = connection.opening();
        connection.phase(Phase.ENDED);
        for (Step step : STEPS) {
            try {
                if (step.concerns(attempt)) {
                    step.take(connection, code);
                }
            } catch (Throwable broken) {
                connection.loop.warn("a step of the end of a connection threw; the next ones were taken", broken);
            }
        }
        if (unjudged) {
            connection.loop.counters.failed(cause);
        }
        connection.busyState = null;
    }

    /** In their order. What knows a connection by its descriptor forgets it before that is closed, and given to another. */
    private enum Step {
        LEAVE_THE_WHEEL(Of.WEB_SOCKETS) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.connections.remove(connection);
            }
        },
        FORGET_THE_ID(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                ConnectionIds.forget(connection);
            }
        },
        FORGET_WHEN_IT_EXPIRES(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                Expirations.forget(connection);
            }
        },
        /** Before it leaves: a drain is over when the last one has left, and says how many there were. */
        COUNT(Of.WEB_SOCKETS) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.counters.closed(code);
            }
        },
        LEAVE(Of.WEB_SOCKETS) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.admission.leave();
            }
        },
        DEPART(Of.ATTEMPTS) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.departed();
            }
        },
        FORGET_THE_REQUEST(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.handshakeStep.forget(connection);
            }
        },
        FORGET_THE_MESSAGE(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.partial.forget(connection);
            }
        },
        FORGET_THE_QUEUE(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.queues.forget(connection);
            }
        },
        FORGET_THAT_IT_IS_FULL(Of.WEB_SOCKETS) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.full.forget(connection);
            }
        },
        FORGET_ITS_TOPICS(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                connection.loop.forgetTopics(connection);
            }
        },
        /** Before the registration is cancelled: a closed descriptor has left epoll, which saves a system call. */
        CLOSE_THE_SOCKET(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                try {
                    connection.closeSocket();
                } catch (IOException gone) {
                    // The descriptor is given back whatever close returns.
                }
            }
        },
        LEAVE_EPOLL(Of.ALL) {
            @Override
            void take(Connection connection, int code) {
                if (connection.registration != null) {
                    connection.registration.cancel();
                }
            }
        },
        TELL_THE_HANDLER(Of.WEB_SOCKETS) {
            @Override
            void take(Connection connection, int code) {
                connection.tellHandler(code);
            }
        };

        private final Of of;

        Step(Of of) {
            this.of = of;
        }

        boolean concerns(boolean attempt) {
            return of == Of.ALL || (of == Of.ATTEMPTS) == attempt;
        }

        abstract void take(Connection connection, int code);
    }

    /** Whom a step concerns. */
    private enum Of {
        ALL,
        WEB_SOCKETS,
        ATTEMPTS
    }
}
