package dev.carbide.kernel;

import static dev.carbide.kernel.testing.Orders.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.metrics.OperatorMetrics;
import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.metrics.SpillCost;
import dev.carbide.kernel.pipeline.MemoryFloor;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.kernel.testing.Rows;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What spilling has cost is told by operator and cause, in metrics, EXPLAIN ANALYZE and the flight recorder. */
final class SpillCostTest {
    private static final int ROWS = 300_000;

    @TempDir
    private Path directory;

    private static PlanNode countedJoin() {
        PlanNode probe = ScanNode.all(new NumbersTable("probe", ROWS));
        PlanNode build = ScanNode.all(new NumbersTable("build", ROWS));
        return KernelFixture.countOf(
                new HashJoinNode(probe, build, List.of(of(probe, "number")), List.of(of(build, "number"))));
    }

    private Kernel kernelAtTheFloor(PlanNode plan) {
        long floor;
        try (Kernel kernel = Kernel.builder().onCallerThread().build()) {
            floor = MemoryFloor.of(kernel.prepare(plan).plan(), 1);
        }
        return Kernel.builder()
                .memory(floor)
                .onCallerThread()
                .spillDirectories(List.of(directory))
                .build();
    }

    @Test
    void bothSidesOfAJoinCountForTheJoin() {
        try (Kernel kernel = kernelAtTheFloor(countedJoin());
                ResultStream result = kernel.prepare("counted", countedJoin()).execute()) {
            assertEquals(List.of(List.of((long) ROWS)), Rows.all(result));
            QueryMetrics metrics = result.metrics();
            SpillCost join = metrics.operators().get(1).spill();
            for (OperatorMetrics operator : metrics.operators()) {
                assertEquals(operator.id() == 1 ? join : SpillCost.NONE, operator.spill());
            }
            assertEquals(join, metrics.spill());
            assertTrue(join.files() >= 2 && join.bytesRead() > 0 && join.writeNanos() > 0, join::toString);
            assertTrue(join.freedBytes() >= join.spills() && join.spills() > 0, join::toString);
            assertEquals(kernel.spillUsage().bytesWritten(), metrics.spilledBytes());
            assertEquals(0, metrics.memoryBytes());
            String explained = result.explainAnalyze();
            assertTrue(explained.contains(" for own need"), explained);
            assertTrue(explained.contains(" files, freed "), explained);
        }
    }

    @Test
    void theFlightRecorderSeesSpills() throws IOException {
        Path file = directory.resolve("recording.jfr");
        SpillCost cost;
        try (Recording recording = new Recording();
                Kernel kernel = kernelAtTheFloor(countedJoin())) {
            recording.enable("dev.carbide.Query");
            recording.enable("dev.carbide.Spill");
            recording.start();
            try (ResultStream result = kernel.prepare("recorded", countedJoin()).execute()) {
                Rows.all(result);
                cost = result.metrics().spill();
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        List<RecordedEvent> spills = named(events, "dev.carbide.Spill");
        assertEquals(
                cost.freedBytes(),
                spills.stream().mapToLong(spill -> spill.getLong("freed")).sum());
        assertTrue(
                spills.stream().allMatch(spill -> spill.getString("consumer").startsWith("kernel/recorded/build #1")));
        assertTrue(spills.stream().anyMatch(spill -> spill.getString("cause").equals("own need")));
        RecordedEvent query = named(events, "dev.carbide.Query").getFirst();
        assertEquals(cost.bytesWritten(), query.getLong("spilled"));
        assertEquals(cost.spills(), query.getLong("spills"));
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String type) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .toList();
    }

    @Test
    void whoDoesNotSpillTouchesNoDisk() throws IOException {
        try (Kernel kernel = Kernel.builder()
                .memory(64 << 20)
                .spillDirectories(List.of(directory))
                .build()) {
            try (ResultStream result = kernel.prepare(countedJoin()).execute()) {
                assertEquals(List.of(List.of((long) ROWS)), Rows.all(result));
                assertEquals(SpillCost.NONE, result.metrics().spill());
                assertTrue(result.explainAnalyze().contains("spilled 0 B"), result::explainAnalyze);
            }
            try (Stream<Path> entries = Files.list(directory)) {
                assertEquals(List.of(), entries.toList());
            }
        }
    }
}
