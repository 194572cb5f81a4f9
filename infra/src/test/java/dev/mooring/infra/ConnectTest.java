package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a host, {@code infra/connect}, with the AWS command line replaced by a script that tells what it was asked. */
final class ConnectTest {
    private static final String FAKE_AWS = """
            #!/bin/sh
            echo "$*" >>"$CALLS"
            case "$*" in *"$FAILING"*) exit 255 ;; esac
            case "$*" in *describe-instances*) echo "$INSTANCE" ;; esac
            """;

    @TempDir
    private Path folder;

    /** The call of AWS that fails. */
    private String failing = "none";

    @Test
    void sendsTheKeyAndOpensATunnelToTheInstanceWithThatAddress() throws IOException, InterruptedException {
        assertEquals(0, connect("i-1", "eu-west-1", "10.0.0.7", "22", "ec2-user"));

        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertTrue(calls.get(0).contains("Name=private-ip-address,Values=10.0.0.7"), calls.get(0));
        assertEquals(
                "ec2-instance-connect send-ssh-public-key --region eu-west-1 --instance-id i-1 --instance-os-user"
                        + " ec2-user --ssh-public-key file:///keys/id.pub",
                calls.get(1));
        assertEquals(
                "ec2-instance-connect open-tunnel --region eu-west-1 --instance-id i-1 --remote-port 22", calls.get(2));
    }

    /** Every network of the CDK begins at 10.0.0.0/16, so another one of the region has the same addresses. */
    @Test
    void asksForTheAddressInTheGroupOfTheFleetOnly() throws IOException, InterruptedException {
        assertEquals(0, connect("i-1", "eu-west-1", "10.0.0.7", "22", "ec2-user", "Mooring-fleet"));

        String call = Files.readAllLines(folder.resolve("calls")).getFirst();
        assertTrue(call.contains("Name=tag:aws:autoscaling:groupName,Values=Mooring-fleet"), call);
    }

    @Test
    void sendsNoKeyWhereTwoInstancesHaveTheAddress() throws IOException, InterruptedException {
        assertEquals(1, connect("i-1\ti-2", "eu-west-1", "10.0.0.7", "22", "ec2-user"));

        assertEquals(1, Files.readAllLines(folder.resolve("calls")).size());
        assertEquals(
                "connect: address=10.0.0.7 is that of more than one running instance in eu-west-1: i-1 i-2;"
                        + " name the Auto Scaling group as the fifth word\n",
                said());
    }

    @Test
    void saysThatNoInstanceHasTheAddress() throws IOException, InterruptedException {
        assertEquals(1, connect("None", "eu-west-1", "10.0.0.7", "22", "ec2-user"));

        assertEquals(
                "connect: address=10.0.0.7 is not that of a running instance in eu-west-1; check the region\n", said());
    }

    /** The command line of AWS ends with 252 to 255, which no table of this project has. */
    @Test
    void endsWithACodeOfTheTableWhereAwsFails() throws IOException, InterruptedException {
        failing = "describe-instances";
        assertEquals(69, connect("i-1", "eu-west-1", "10.0.0.7", "22", "ec2-user"));
        assertEquals(
                "connect: AWS does not say which instance has address=10.0.0.7 in eu-west-1; check credentials,"
                        + " permissions and network\n",
                said());

        failing = "send-ssh-public-key";
        assertEquals(69, connect("i-1", "eu-west-1", "10.0.0.7", "22", "ec2-user"));
        assertEquals(
                "connect: AWS takes no key for i-1 in eu-west-1; check credentials, permissions and network\n", said());

        failing = "open-tunnel";
        assertEquals(1, connect("i-1", "eu-west-1", "10.0.0.7", "22", "ec2-user"));
        assertEquals(
                "connect: the tunnel to i-1 ended with a failure (aws: 255); check the endpoint and its security"
                        + " group\n",
                said());
    }

    @Test
    void explainsItselfWhenItIsCalledInAnotherWay() throws IOException, InterruptedException {
        assertEquals(64, connect("i-1", "eu-west-1"));

        assertTrue(said().contains("give REGION PRIVATE-ADDRESS PORT USER [GROUP]"), said());
    }

    private int connect(String instance, String... arguments) throws IOException, InterruptedException {
        Path aws = Files.writeString(folder.resolve("aws"), FAKE_AWS);
        assertTrue(aws.toFile().setExecutable(true));
        List<String> command =
                new ArrayList<>(List.of(Path.of("connect").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("CALLS", folder.resolve("calls").toString());
        builder.environment().put("INSTANCE", instance);
        builder.environment().put("FAILING", failing);
        builder.environment().put("MOORING_PUBLIC_KEY", "/keys/id.pub");
        return builder.start().waitFor();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
    }
}
