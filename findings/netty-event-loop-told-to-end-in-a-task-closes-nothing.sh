#!/usr/bin/env bash
# Expected: EventLoopGroup.shutdownGracefully closes every channel of the loop before the loop's thread ends, so that each
#   channel's closeFuture completes, channelInactive is fired, and the descriptors are given back.
# Seen (Netty 4.2.18.Final, NIO and epoll, JDK 17 and 25; quiet period 0): so it is when the loop waits for input at that moment. If
#   it is running a task, the loop sees that it is to end only after the step that closes what is registered: it ends at once,
#   no channel is closed, and nobody hears of an end. With the default quiet period of 2 s another turn comes, and all is well.
# What follows: whoever asks for an end without a quiet period closes the channels first, or closes them when the loop's
#   IoHandler is destroyed.
# Needs a JDK 17 or newer and Maven, which fetches Netty into a folder of its own. Exit code 0: as seen.
set -euo pipefail

version=4.2.18.Final
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for artifact in common buffer transport resolver transport-native-unix-common transport-classes-epoll \
  transport-native-epoll; do
  coordinates=io.netty:netty-$artifact:$version
  [ "$artifact" != transport-native-epoll ] || coordinates=$coordinates:jar:linux-$(uname -m)
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="${coordinates/linux-aarch64/linux-aarch_64}" -DoutputDirectory="$work" >/dev/null
done

cat >"$work/Ends.java" <<'JAVA'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.*;
import io.netty.channel.epoll.*;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.util.concurrent.*;

class Ends {
    public static void main(String[] arguments) throws Exception {
        for (boolean epoll : new boolean[] {false, true}) {
            for (long quiet : new long[] {0, 1}) {
                for (boolean busy : new boolean[] {false, true}) {
                    System.out.println((epoll ? "epoll" : "nio") + ", quiet period " + quiet + " s, "
                            + (busy ? "in a task" : "waiting") + ": " + (closes(epoll, quiet, busy) ? "closed" : "left open"));
                }
            }
        }
    }

    static boolean closes(boolean epoll, long quiet, boolean busy) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Class<? extends ServerChannel> kind = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        Channel channel = new ServerBootstrap()
                .group(group)
                .channel(kind)
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        var entered = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        if (busy) {
            group.execute(() -> {
                entered.countDown();
                try {
                    released.await();
                } catch (InterruptedException ended) {
                    throw new IllegalStateException(ended);
                }
            });
            entered.await();
        } else {
            Thread.sleep(500);
        }
        var ended = group.shutdownGracefully(quiet, 5, TimeUnit.SECONDS);
        released.countDown();
        ended.await();
        return channel.closeFuture().isDone();
    }
}
JAVA
java --enable-native-access=ALL-UNNAMED -cp "$work/*" "$work/Ends.java" 2>/dev/null >"$work/seen"
java -version 2>&1 | head -n 1
cat "$work/seen"
diff "$work/seen" - <<'SEEN' || { echo "changed" && exit 1; }
nio, quiet period 0 s, waiting: closed
nio, quiet period 0 s, in a task: left open
nio, quiet period 1 s, waiting: closed
nio, quiet period 1 s, in a task: closed
epoll, quiet period 0 s, waiting: closed
epoll, quiet period 0 s, in a task: left open
epoll, quiet period 1 s, waiting: closed
epoll, quiet period 1 s, in a task: closed
SEEN
