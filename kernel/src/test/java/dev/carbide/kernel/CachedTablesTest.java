package dev.carbide.kernel;

import static dev.carbide.kernel.testing.Orders.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.testing.Hook;
import dev.carbide.kernel.testing.NumbersTable;
import dev.carbide.kernel.testing.Rows;
import dev.carbide.offheap.cache.CacheStatistics;
import dev.carbide.offheap.cache.StorageLevel;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.operators.cache.CachedTable;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.Table;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries over cached tables, and what they take from the cache. */
final class CachedTablesTest {
    private static final int ROWS = 300_000;
    private static final List<List<Object>> SUM = List.of(List.of((long) ROWS, (long) ROWS * (ROWS - 1) / 2));

    private static PlanNode sum(Table table) {
        PlanNode scan = ScanNode.all(table);
        return new AggregateNode(
                scan,
                List.of(),
                List.of(AggregateCall.countAll("rows"), AggregateCall.of(Function.SUM, of(scan, "number"), "total")));
    }

    private static List<List<Object>> run(Kernel kernel, PlanNode plan) {
        try (ResultStream result = kernel.prepare(plan).execute()) {
            return Rows.all(result);
        }
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void cachedAtOnce(StorageLevel level) {
        try (Kernel kernel = Kernel.builder().memory(64 << 20).workers(2).build()) {
            CachedTable cached = kernel.cache(new NumbersTable("numbers", ROWS), CacheOptions.DEFAULT.withLevel(level));
            assertEquals(1.0, cached.cacheStatistics().fractionCached());
            assertEquals(SUM, run(kernel, sum(cached)));
            CacheStatistics statistics = kernel.cacheStatistics().getFirst();
            assertEquals("numbers", statistics.name());
            assertEquals(1, statistics.hits());
            assertEquals(1, statistics.misses());
            cached.unpersist(true);
            assertEquals(List.of(), kernel.cacheStatistics());
            assertEquals(0, kernel.spillUsage().files());
            assertEquals(SUM, run(kernel, sum(cached)));
        }
    }

    @Test
    void executionEvictsDownToTheProtectedFraction(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("evictions.jfr");
        try (Recording recording = new Recording();
                Kernel kernel = Kernel.builder()
                        .memory(26 << 20)
                        .storageFraction(0)
                        .workers(2)
                        .build()) {
            recording.enable("dev.carbide.Eviction");
            recording.start();
            CachedTable cached = kernel.cache(
                    new NumbersTable("numbers", 4 * ROWS), CacheOptions.DEFAULT.withLevel(StorageLevel.MEMORY_ONLY));
            assertTrue(cached.cacheStatistics().memoryBytes() > 9_000_000);
            PlanNode probe = ScanNode.all(new NumbersTable("probe", 500_000));
            PlanNode build = ScanNode.all(new NumbersTable("build", 400_000));
            PlanNode join = new HashJoinNode(probe, build, List.of(of(probe, "number")), List.of(of(build, "number")));
            PlanNode counted = new AggregateNode(join, List.of(), List.of(AggregateCall.countAll("rows")));
            assertEquals(List.of(List.of(400_000L)), run(kernel, counted));
            assertEquals(1, cached.cacheStatistics().evictions());
            assertEquals(0, cached.cacheStatistics().memoryBytes());
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("dev.carbide.Eviction"))
                    .toList();
            assertEquals("execution", events.getFirst().getString("reason"));
            assertEquals(1, events.getFirst().getInt("blocks"));
            assertEquals(0, events.getFirst().getLong("written"));
        }
    }

    @Test
    void aPassThatFailsLeavesNothing() {
        try (Kernel kernel = Kernel.builder().memory(64 << 20).workers(2).build()) {
            Table failing = new NumbersTable(
                    "numbers", ROWS, 1, Hook.failing(Hook.Point.READ, 20, new CarbideException("No numbers today")));
            assertThrows(QueryException.class, () -> kernel.cache(failing, CacheOptions.DEFAULT));
            assertEquals(List.of(), kernel.cacheStatistics());
        }
    }

    @Test
    void theFractionMustBeOne() {
        CarbideException error =
                assertThrows(CarbideException.class, () -> Kernel.builder().storageFraction(1.5));
        assertEquals("The storage fraction of a kernel must be between 0 and 1, got 1.5", error.getMessage());
    }
}
