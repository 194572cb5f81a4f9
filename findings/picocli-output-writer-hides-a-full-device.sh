#!/usr/bin/env bash
# Expected: PrintWriter.checkError() on CommandLine.getOut() says that standard output took nothing, as it does for a
#   PrintWriter on a FileOutputStream.
# Seen (picocli 4.7.7, JDK 25): false on /dev/full. The writer stands on System.out, a PrintStream, which swallows the error
#   and keeps a flag of its own; only System.out.checkError() is true. A program that asks picocli's writer alone ends with 0
#   and has printed nothing.
# Needs a JDK 17 or newer and Maven, which fetches picocli into a folder of its own. Exit code 0: as seen.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=info.picocli:picocli:4.7.7 -DoutputDirectory="$work" >/dev/null

cat >"$work/Full.java" <<'JAVA'
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(name = "full")
class Full implements Runnable {
    public void run() {}

    public static void main(String[] arguments) {
        var out = new CommandLine(new Full()).getOut();
        out.println("a result");
        out.flush();
        System.err.println("picocli's writer: " + out.checkError() + ", System.out: " + System.out.checkError());
    }
}
JAVA
seen=$(java -cp "$work/picocli-4.7.7.jar" "$work/Full.java" 2>&1 >/dev/full | grep writer)
java -version 2>&1 | head -n 1
echo "$seen"
[ "$seen" = "picocli's writer: false, System.out: true" ] || { echo "changed" && exit 1; }
