package dev.carbide.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the direction of dependencies between the modules, and the fence around raw memory. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = ProjectClasses.MAIN;

    /** The modules, each with those it may use, directly or through others. */
    @SuppressWarnings("ImmutableEnumChecker") // the sets come from Set.of
    private enum Module {
        OFFHEAP("offheap"),
        CODEGEN("codegen", OFFHEAP),
        SHUFFLE("shuffle", OFFHEAP, CODEGEN),
        OPERATORS("operators", OFFHEAP, CODEGEN, SHUFFLE),
        KERNEL("kernel", OFFHEAP, CODEGEN, SHUFFLE, OPERATORS),
        PARQUET("integrations/parquet", OFFHEAP, CODEGEN, SHUFFLE, OPERATORS, KERNEL),
        SQL("integrations/sql", OFFHEAP, CODEGEN, SHUFFLE, OPERATORS, KERNEL),
        BRIDGES("integrations/bridges", OFFHEAP, CODEGEN, SHUFFLE, OPERATORS),
        CLI("integrations/cli", OFFHEAP, CODEGEN, SHUFFLE, OPERATORS, KERNEL, PARQUET, SQL),
        BENCH("bench", OFFHEAP, CODEGEN, SHUFFLE, OPERATORS, KERNEL, PARQUET, SQL, BRIDGES, CLI);

        private final Path directory;
        private final Set<Module> usable;

        Module(String directory, Module... usable) {
            this.directory = Path.of("..").resolve(directory);
            this.usable = Set.of(usable);
        }

        private String packages() {
            return "dev.carbide." + directory.getFileName() + "..";
        }

        private boolean hasSources() {
            return Files.isDirectory(directory.resolve("src/main/java"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void dependenciesPointDownwards(Module module) {
        assumeTrue(module.hasSources(), () -> module + " has no sources");
        assertFalse(CLASSES.that(resideInAPackage(module.packages())).isEmpty(), () -> "No classes seen of " + module);
        String[] above = Arrays.stream(Module.values())
                .filter(other -> other != module && !module.usable.contains(other))
                .map(Module::packages)
                .toArray(String[]::new);
        if (above.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(module.packages())
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above))
                    .check(CLASSES);
        }
    }

    @Test
    void everyClassBelongsToAModule() {
        String[] modules = Arrays.stream(Module.values()).map(Module::packages).toArray(String[]::new);
        noClasses().should().resideOutsideOfPackages(modules).check(CLASSES);
    }

    @Test
    void onlyTheFencedPackageMakesRawMemory() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.carbide.offheap.raw..")
                .should()
                .accessTargetWhere(describe("a segment is made from an address", ArchitectureTest::makesSegment))
                .orShould()
                .dependOnClassesThat(describe("link native functions", ArchitectureTest::linksNativeFunctions))
                .check(CLASSES);
    }

    @Test
    void nobodyUsesUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("sun.misc..", "jdk.internal.."))
                .check(CLASSES);
    }

    /** Who does not use a bridge needs neither library; micro benchmarks measure against them. */
    @Test
    void onlyBridgesUseTheLibrariesTheyBridge() {
        onlyUsedBy("org.agrona..", "dev.carbide.bridges.agrona..");
        onlyUsedBy("net.openhft..", "dev.carbide.bridges.chronicle..");
    }

    private static void onlyUsedBy(String library, String bridge) {
        noClasses()
                .that()
                .resideOutsideOfPackages(bridge, "dev.carbide.bench.micro..")
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(CLASSES);
    }

    private static boolean makesSegment(JavaAccess<?> access) {
        return access.getTargetOwner().getName().equals(MemorySegment.class.getName())
                && List.of("reinterpret", "ofAddress").contains(access.getName());
    }

    private static boolean linksNativeFunctions(JavaClass type) {
        return type.getName().startsWith("java.lang.foreign.Linker")
                || type.getName().equals("java.lang.foreign.SymbolLookup");
    }

    private static <T> DescribedPredicate<T> describe(String description, Predicate<T> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }
}
