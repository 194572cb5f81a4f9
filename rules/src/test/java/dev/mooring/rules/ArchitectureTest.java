package dev.mooring.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, in one place. */
class ArchitectureTest {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mooring");

    private static final Set<String> JAVA_BASE = Object.class.getModule().getPackages();

    @Test
    void seesTheModulesItJudges() {
        for (String module : List.of(
                "capacity",
                "tls",
                "server",
                "engineredis",
                "loadgenerator",
                "hosttuning",
                "hostagent",
                "awsstandin",
                "infra",
                "workbench",
                "rehearsal",
                "proof")) {
            assertFalse(
                    CLASSES.getPackage("dev.mooring." + module)
                            .getClassesInPackageTree()
                            .isEmpty(),
                    module);
        }
    }

    @Test
    void capacityIsPure() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.capacity..")
                .and()
                .resideOutsideOfPackages(
                        "dev.mooring.capacity.plan..",
                        "dev.mooring.capacity.project..",
                        "dev.mooring.capacity.command..")
                .should()
                .dependOnClassesThat(isNeitherInJavaBaseNorIn("dev.mooring.capacity", "org.jspecify"))
                .because("the planner must run anywhere: in user-data rendering, in tests, in the server's start-up")
                .check(CLASSES);
    }

    @Test
    void capacityDependsOnNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.capacity..")
                .should()
                .dependOnClassesThat(isInMooringButNotIn("dev.mooring.capacity"))
                .check(CLASSES);
    }

    @Test
    void tlsKnowsOnlyCapacity() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.tls..")
                .should()
                .dependOnClassesThat(isInMooringButNotIn("dev.mooring.tls", "dev.mooring.capacity"))
                .check(CLASSES);
    }

    @Test
    void theRecordLayerIsPure() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.tls.record..")
                .should()
                .dependOnClassesThat(isNeitherInJavaBaseNorIn("dev.mooring.tls.record", "org.jspecify"))
                .because("every byte sequence can be tested without a connection")
                .check(CLASSES);
    }

    @Test
    void theServerKnowsOnlyCapacityAndTls() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.server..")
                .should()
                .dependOnClassesThat(
                        isInMooringButNotIn("dev.mooring.server", "dev.mooring.tls", "dev.mooring.capacity"))
                .check(CLASSES);
    }

    @Test
    void anEngineKnowsTheFaceOfTheServerAndNothingBehindIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.engineredis..")
                .should()
                .dependOnClassesThat(describe(
                        "are neither ours nor the JDK's, nor the face",
                        candidate -> !isIn(candidate, "dev.mooring.engineredis")
                                && !candidate.getPackageName().equals("dev.mooring.server")
                                && !isIn(candidate, "dev.mooring.capacity.unit")
                                && !isIn(candidate, "org.slf4j")
                                && !isIn(candidate, "org.jspecify")
                                && !JAVA_BASE.contains(packageOf(candidate))))
                .because("another engine is written beside it, not into the server")
                .check(CLASSES);
    }

    @Test
    void whatIsSpokenWithAnEngineIsPure() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.engineredis.resp..")
                .should()
                .dependOnClassesThat(isNeitherInJavaBaseNorIn("dev.mooring.engineredis.resp", "org.jspecify"))
                .because("every byte sequence can be tested without a connection")
                .check(CLASSES);
    }

    @Test
    void nothingNeedsAnEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mooring.engineredis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mooring.engineredis..")
                .because("its jar is in no default bundle")
                .check(CLASSES);
    }

    @Test
    void theLoadGeneratorKnowsOnlyCapacityAndTls() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.loadgenerator..")
                .should()
                .dependOnClassesThat(
                        isInMooringButNotIn("dev.mooring.loadgenerator", "dev.mooring.tls", "dev.mooring.capacity"))
                .check(CLASSES);
    }

    @Test
    void hostTuningKnowsOnlyCapacity() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.hosttuning..")
                .should()
                .dependOnClassesThat(isInMooringButNotIn("dev.mooring.hosttuning", "dev.mooring.capacity"))
                .check(CLASSES);
    }

    @Test
    void theHostAgentKnowsOnlyCapacity() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.hostagent..")
                .should()
                .dependOnClassesThat(isInMooringButNotIn("dev.mooring.hostagent", "dev.mooring.capacity"))
                .check(CLASSES);
    }

    @Test
    void infraKnowsOnlyCapacityAndTheRenderingOfSettings() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.infra..")
                .should()
                .dependOnClassesThat(isInMooringButNotIn(
                        "dev.mooring.infra", "dev.mooring.capacity", "dev.mooring.hosttuning.setting"))
                .because("a synthesis loads no SSH, no Netty and no AWS client")
                .check(CLASSES);
    }

    @Test
    void onlyWhatAsksAnAccountLoadsAwsClients() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.infra..")
                .and()
                .resideOutsideOfPackage("dev.mooring.infra.account..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(CLASSES);
    }

    @Test
    void settingsAreRenderedWithoutSshOrEc2() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.hosttuning.setting..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.jcraft..",
                        "software.amazon..",
                        "picocli..",
                        "dev.mooring.hosttuning.ssh..",
                        "dev.mooring.hosttuning.fleet..",
                        "dev.mooring.hosttuning.command..")
                .check(CLASSES);
    }

    @Test
    void nothingDependsOnWhatIsAProgramAndNothingElse() {
        for (String end : List.of(
                "dev.mooring.proof..",
                "dev.mooring.infra..",
                "dev.mooring.rehearsal..",
                "dev.mooring.capacity.plan..")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(end)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(end)
                    .check(CLASSES);
        }
    }

    @Test
    void noProgramNeedsTheGroundOfTheProofs() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mooring.capacity..",
                        "dev.mooring.server..",
                        "dev.mooring.loadgenerator..",
                        "dev.mooring.hosttuning..",
                        "dev.mooring.hostagent..",
                        "dev.mooring.infra..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mooring.workbench..", "dev.mooring.awsstandin..")
                .check(CLASSES);
    }

    @Test
    void theWorkbenchKnowsOnlyCapacity() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.workbench..")
                .should()
                .dependOnClassesThat(isInMooringButNotIn("dev.mooring.workbench", "dev.mooring.capacity"))
                .check(CLASSES);
    }

    @Test
    void theRehearsalRunsProgramsAndLinksNone() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.rehearsal..")
                .should()
                .dependOnClassesThat(
                        isInMooringButNotIn("dev.mooring.rehearsal", "dev.mooring.workbench", "dev.mooring.capacity"))
                .because("its build is what the first command waits for")
                .check(CLASSES);
    }

    @Test
    void noProofKnowsAnother() {
        List<String> proofs = List.of("peers", "roll", "soak", "vm");
        for (String proof : proofs) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.mooring.proof." + proof + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(proofs.stream()
                            .filter(other -> !other.equals(proof))
                            .map(other -> "dev.mooring.proof." + other + "..")
                            .toArray(String[]::new))
                    .because("what two of them need is the workbench's")
                    .check(CLASSES);
        }
    }

    @Test
    void theCodecsKnowNoSocketsAndNoNetty() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mooring.server.frame..",
                        "dev.mooring.server.handshake..",
                        "dev.mooring.server.proxyprotocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "java.nio.channels..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket")
                .because("they are pure, so that every byte sequence can be tested without a connection")
                .check(CLASSES);
    }

    @Test
    void theFaceOfTheServerKnowsNothingOfWhatIsBehindIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.mooring.server")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mooring.server.(**)", "io.netty..")
                .because("an application is handed what it needs and nothing of the engine's")
                .check(CLASSES);
    }

    @Test
    void nobodyOutsideTheServerLooksBehindItsFace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mooring.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mooring.server.(**)")
                .check(CLASSES);
    }

    @Test
    void keepaliveSchedulesKnowNoNetty() {
        noClasses()
                .that()
                .resideInAPackage("..keepalive..")
                .and()
                .haveSimpleNameEndingWith("Schedule")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .because("time comes in as an argument, so that a test needs no event loop")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.mooring.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theServersPackagesHaveNoCyclesWithItsFaceAmongThem() {
        slices().matching("dev.mooring.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES.that(resideInAPackage("dev.mooring.server..")));
    }

    private static DescribedPredicate<JavaClass> isInMooringButNotIn(String... allowed) {
        return describe(
                "are in another module",
                candidate -> isIn(candidate, "dev.mooring")
                        && List.of(allowed).stream().noneMatch(name -> isIn(candidate, name)));
    }

    private static DescribedPredicate<JavaClass> isNeitherInJavaBaseNorIn(String... allowed) {
        return describe(
                "are beyond java.base",
                candidate -> !JAVA_BASE.contains(packageOf(candidate))
                        && List.of(allowed).stream().noneMatch(name -> isIn(candidate, name)));
    }

    private static boolean isIn(JavaClass candidate, String tree) {
        return (packageOf(candidate) + ".").startsWith(tree + ".");
    }

    /** An array belongs to the package of its elements, a primitive to java.lang. */
    private static String packageOf(JavaClass candidate) {
        JavaClass element = candidate.getBaseComponentType();
        return element.isPrimitive() ? "java.lang" : element.getPackageName();
    }
}
