#!/usr/bin/env bash
# Expected: a minor version of AWS's SDK for Java 2 keeps the format in which a client speaks to its service, so that a
#   stand-in, a proxy or a recording made for one version serves the next.
# Seen (software.amazon.awssdk:cloudwatch 2.40.2 and 2.59.1, JDK 17): the same putMetricData call is a form of the query
#   protocol in the first, and CBOR posted to /service/GraniteServiceVersion20100801/operation/PutMetricData in the second,
#   with one more Jackson jar to carry. Whoever answers the query protocol only gets none of its metrics, and the client
#   reports an answer that cannot be read. No line of the caller changes.
# Needs a JDK 17 or newer and Maven, which fetches both clients into a folder of its own. Exit code 0: as seen.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/Ask.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

class Ask {
    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String type = exchange.getRequestHeaders().getFirst("Content-Type").replaceAll(";.*", "");
            System.out.println(type + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        server.start();
        try (CloudWatchClient client = CloudWatchClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            client.putMetricData(put -> put.namespace("Example").metricData(one -> one.metricName("Heartbeat").value(1.0)));
        } catch (RuntimeException refused) {
            // The 400 above: only the request is of interest.
        } finally {
            server.stop(0);
        }
    }
}
JAVA

ask() { # VERSION: the content type and the path of one call
  cat >"$work/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>example</groupId><artifactId>ask</artifactId><version>1</version>
<dependencies>
<dependency><groupId>software.amazon.awssdk</groupId><artifactId>cloudwatch</artifactId><version>$1</version></dependency>
<dependency><groupId>software.amazon.awssdk</groupId><artifactId>url-connection-client</artifactId><version>$1</version></dependency>
</dependencies></project>
XML
  mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/$1" >/dev/null
  java -cp "$work/$1/*" "$work/Ask.java" 2>/dev/null
}

seen="2.40.2: $(ask 2.40.2)
2.59.1: $(ask 2.59.1)"
java -version 2>&1 | head -n 1
echo "$seen"
[ "$seen" = "2.40.2: application/x-www-form-urlencoded /
2.59.1: application/cbor /service/GraniteServiceVersion20100801/operation/PutMetricData" ] || { echo "changed" && exit 1; }
