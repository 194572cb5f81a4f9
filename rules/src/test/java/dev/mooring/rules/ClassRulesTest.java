package dev.mooring.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What holds for every class and package, wherever it stands. */
class ClassRulesTest {
    private static final JavaClasses CLASSES = ArchitectureTest.CLASSES;
    private static final List<String> EMPTY_NAMES = List.of("util", "common", "helper", "misc");

    @Test
    void packagesAreNamedAfterFeatures() {
        List<String> unnamed = packages().stream()
                .map(JavaPackage::getName)
                .filter(name -> List.of(name.split("\\.")).stream().anyMatch(EMPTY_NAMES::contains))
                .toList();
        assertEquals(List.of(), unnamed);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = packages().stream()
                .filter(candidate -> !candidate.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertEquals(List.of(), unmarked);
    }

    @Test
    void nothingBesideAnEventLoopSleeps() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.mooring.server..", "dev.mooring.capacity..")
                .should()
                .callMethodWhere(target(owner(name(Thread.class.getName()))).and(target(name("sleep"))))
                .because("a sleeping loop holds up all its connections")
                .check(CLASSES);
    }

    @Test
    void onlyProgramsExit() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .and()
                .haveSimpleNameNotEndingWith("Command")
                .and()
                .haveSimpleNameNotEndingWith("App")
                .and()
                .haveSimpleNameNotEndingWith("Program")
                .should()
                .callMethodWhere(target(owner(name(System.class.getName()))).and(target(name("exit"))))
                .check(CLASSES);
    }

    /** A full disk ends each of them with 74 and a sentence, and leaves the last report whole. */
    @Test
    void programsWriteTheirReportsInOneWay() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Command")
                .or()
                .haveSimpleNameEndingWith("Main")
                .or()
                .haveSimpleNameEndingWith("Options")
                .or()
                .haveSimpleNameEndingWith("Page")
                .should()
                .callMethodWhere(target(owner(name(Files.class.getName())))
                        .and(target(nameMatching("write|writeString|copy|newOutputStream|newBufferedWriter"))))
                .because("ReportFile looks at the file before the run, and says what became of it")
                .check(CLASSES);
    }

    @Test
    void classesAreFinalUnlessTheyAreMadeToBeExtended() {
        classes()
                .that(describe("are classes of ours", JavaClass::isTopLevelClass))
                .and()
                .areNotInterfaces()
                .and()
                .doNotHaveSimpleName("package-info")
                .and(describe("are neither abstract nor sealed", ClassRulesTest::isConcrete))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    private static boolean isConcrete(JavaClass candidate) {
        return !candidate.getModifiers().contains(JavaModifier.ABSTRACT)
                && !candidate.isEnum()
                && !candidate.reflect().isSealed();
    }

    private static List<JavaPackage> packages() {
        return CLASSES.getPackage("dev.mooring").getSubpackagesInTree().stream()
                .filter(candidate -> !candidate.getClasses().isEmpty())
                .toList();
    }
}
