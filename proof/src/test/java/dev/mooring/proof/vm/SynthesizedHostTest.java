package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesizedHostTest {
    @TempDir
    private Path assembly = Path.of("");

    @BeforeEach
    void writesAnAssembly() throws IOException {
        Files.writeString(assembly.resolve("Mooring.template.json"), """
                {"Resources": {"Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {
                  "UserData": {"Fn::Base64": {"Fn::Join": ["", [
                    "region=", {"Ref": "AWS::Region"},
                    "\\nfetch ", {"Fn::Sub": "s3://assets-${AWS::AccountId}-${AWS::Region}/abc.gz"},
                    " to $HOME and ${OTHER}\\ngroup=", {"Ref": "Targets7ED976EF"}, "\\n"]]}}}}}}}""");
        Files.writeString(assembly.resolve("Mooring.assets.json"), """
                {"files": {
                  "abc": {"source": {"path": "asset.abc.tar.gz"}, "destinations": {"here": {
                    "bucketName": "assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "abc.gz"}}},
                  "template": {"source": {"path": "Mooring.template.json"}, "destinations": {"here": {
                    "bucketName": "assets", "objectKey": "template.json"}}}}}""");
    }

    @Test
    void resolvesWhatCloudFormationWouldAndTouchesNothingElse() throws IOException {
        assertEquals(
                """
                region=us-east-1
                fetch s3://assets-123456789012-us-east-1/abc.gz to $HOME and ${OTHER}
                group=%s
                """.formatted(SynthesizedHost.TARGET_GROUP),
                SynthesizedHost.read(assembly).userData());
    }

    @Test
    void findsTheBundlesWhereTheUserDataLooksForThem() throws IOException {
        assertEquals(
                List.of(new SynthesizedHost.StoredObject(
                        "assets-123456789012-us-east-1", "abc.gz", assembly.resolve("asset.abc.tar.gz"))),
                SynthesizedHost.read(assembly).objects());
    }

    @Test
    void readsAPropertyThatTheUserDataWrites() throws IOException {
        SynthesizedHost host = SynthesizedHost.read(assembly);
        assertEquals(SynthesizedHost.TARGET_GROUP, host.property("group"));
        assertEquals(
                "no ports= in the user-data",
                assertThrows(IllegalArgumentException.class, () -> host.property("ports"))
                        .getMessage());
    }
}
