package dev.carbide.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.bridges.agrona.AgronaView;
import dev.carbide.bridges.record.InputMemory;
import dev.carbide.bridges.record.RecordLayout;
import dev.carbide.bridges.record.RecordTable;
import dev.carbide.offheap.column.BatchMemory;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** JVMs of their own: without the libraries nothing needs them, and without Agrona's option the message says so. */
class WithoutLibrariesTest {
    @Test
    void recordsAreQueriedWithoutLibrariesAndOptions() throws Exception {
        assertEquals("[[3]]", run(RecordQuery.class, jar -> !jar.contains("agrona") && !jar.contains("openhft")));
    }

    @Test
    void theKernelLoadsNoClassOfTheLibraries() throws Exception {
        String loaded = run(RecordQuery.class, jar -> true, "-Xlog:class+load");
        assertTrue(loaded.contains("dev.carbide.bridges.record.RecordTable"), "classes are logged");
        assertTrue(!loaded.contains("org.agrona.") && !loaded.contains("net.openhft."), "classes of a library");
    }

    @Test
    void theMissingOptionIsNamed() throws Exception {
        assertEquals(
                "Agrona's buffers need the JVM option --add-exports java.base/jdk.internal.misc=ALL-UNNAMED",
                run(ViewWithoutOption.class, jar -> true));
    }

    /** What the main class prints, in a JVM that has the libraries of this one for which the filter holds. */
    private static String run(Class<?> main, Predicate<String> libraries, String... options)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                Arrays.stream(classPath.split(File.pathSeparator))
                        .filter(libraries)
                        .collect(Collectors.joining(File.pathSeparator)),
                main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    /** Reads records of native memory through the kernel. */
    static final class RecordQuery {
        public static void main(String[] args) {
            try (Arena arena = Arena.ofConfined();
                    BridgeKernel kernel = new BridgeKernel()) {
                MemorySegment segment = arena.allocate(8);
                segment.set(ValueLayout.JAVA_LONG, 0, 3);
                RecordLayout layout =
                        RecordLayout.ofBytes(8).field("x", DataType.INT64, 0).build();
                try (RecordTable table = RecordTable.of("t", layout, InputMemory.lend("t", segment, () -> {}))) {
                    System.out.println(kernel.rows(table));
                }
            }
        }
    }

    /** Makes a view of Agrona's. */
    static final class ViewWithoutOption {
        public static void main(String[] args) {
            BatchMemory owner = new BatchMemory(() -> {});
            try (AgronaView view = AgronaView.of(new MemoryRange(1 << 20, 8), owner)) {
                System.out.println("made " + view);
            } catch (CarbideException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
