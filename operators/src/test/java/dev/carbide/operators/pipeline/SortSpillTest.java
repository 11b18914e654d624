package dev.carbide.operators.pipeline;

import static dev.carbide.codegen.function.Expressions.column;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.spill.SpillChannel;
import dev.carbide.offheap.spill.SpillException;
import dev.carbide.offheap.spill.SpillIo;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sorts within budgets that do not hold their rows. */
final class SortSpillTest {
    private static final Schema SCHEMA = Schema.of(
            Field.optional("number", DataType.INT64),
            Field.optional("price", DataType.decimal(15, 2)),
            Field.optional("wide", DataType.decimal(30, 4)),
            Field.optional("ratio", DataType.FLOAT64),
            Field.optional("text", DataType.STRING),
            Field.required("id", DataType.INT64));
    private static final int ID = 5;
    private static final int ROWS = 24_000;
    private static final long MIB = 1 << 20;
    private static final String PREFIX = "a prefix that many of the strings have in common, ";

    @TempDir
    private Path directory;

    private static final List<List<@Nullable Object>> SHUFFLED = rows(ROWS, new Random(1));

    private static final List<List<@Nullable Object>> FEWER = SHUFFLED.subList(0, ROWS / 3);

    private static List<List<@Nullable Object>> rows(int count, Random random) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(random.nextInt(9) == 0 ? null : (long) random.nextInt(50) - 25);
            row.add(random.nextInt(9) == 0 ? null : BigDecimal.valueOf(random.nextInt(2_000) - 1_000, 2));
            row.add(random.nextInt(9) == 0 ? null : BigDecimal.valueOf(random.nextLong(), 4));
            row.add(
                    switch (random.nextInt(9)) {
                        case 0 -> null;
                        case 1 -> Double.NaN;
                        case 2 -> Double.NEGATIVE_INFINITY;
                        default -> random.nextInt(100) / 7.0 - 5;
                    });
            row.add(text(random, id));
            row.add((long) id);
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable String text(Random random, int id) {
        int kind = random.nextInt(200);
        if (kind < 20) {
            return null;
        }
        return kind == 20
                ? PREFIX.repeat(20 + id % 40)
                : kind < 120 ? PREFIX + random.nextInt(500) : "" + random.nextInt(99);
    }

    private static SortKey key(String name, boolean ascending, boolean nullsFirst) {
        return new SortKey(column(SCHEMA, name), ascending, nullsFirst);
    }

    /** With the id as last key, so that there is one order only. */
    private static List<SortKey> keys(SortKey... keys) {
        List<SortKey> all = new ArrayList<>(List.of(keys));
        all.add(key("id", true, false));
        return all;
    }

    private static final List<List<SortKey>> ORDERS = List.of(
            keys(key("number", true, true)),
            keys(key("text", true, false)),
            keys(key("text", false, true), key("ratio", true, true)),
            keys(key("ratio", false, false), key("price", true, false)),
            keys(key("wide", true, true), key("number", false, false)),
            keys());

    private static Comparator<List<@Nullable Object>> comparator(List<SortKey> keys) {
        Comparator<List<@Nullable Object>> all = (left, right) -> 0;
        for (SortKey key : keys) {
            int field = SCHEMA.indexOf(key.expression().toString());
            all = all.thenComparing((left, right) -> compare(left.get(field), right.get(field), key));
        }
        return all;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(@Nullable Object left, @Nullable Object right, SortKey key) {
        if (left == null || right == null) {
            return left == right ? 0 : (left == null) == key.nullsFirst() ? -1 : 1;
        }
        int order = left instanceof String
                ? Arrays.compareUnsigned(
                        ((String) left).getBytes(StandardCharsets.UTF_8),
                        ((String) right).getBytes(StandardCharsets.UTF_8))
                : ((Comparable) left).compareTo(right);
        return key.ascending() ? order : -order;
    }

    private static List<PipelineSpec> sort(List<List<@Nullable Object>> rows, List<SortKey> keys) {
        ScanNode scan = ScanNode.all(new RowsTable("rows", SCHEMA, rows, false));
        SortNode node = new SortNode(scan, keys);
        return specs(scan, new PipelineSpec.Sink.Sort(1, node), node);
    }

    private static List<PipelineSpec> topN(
            List<List<@Nullable Object>> rows, List<SortKey> keys, long offset, long limit) {
        ScanNode scan = ScanNode.all(new RowsTable("rows", SCHEMA, rows, false));
        TopNNode node = new TopNNode(scan, keys, offset, limit);
        return specs(scan, new PipelineSpec.Sink.TopN(1, node), node);
    }

    private static List<PipelineSpec> specs(ScanNode scan, PipelineSpec.Sink sink, PlanNode node) {
        return List.of(
                new PipelineSpec(0, new PipelineSpec.Input.TableScan(2, scan, List.of()), List.of(), sink),
                new PipelineSpec(
                        1,
                        new PipelineSpec.Input.SinkOutput(1, 0, node),
                        List.of(),
                        new PipelineSpec.Sink.Result(0, node.schema())));
    }

    private static long floor(int workers) {
        return workers * MIB + SpillingRunner.WORK_SPACE;
    }

    private static List<Object> ids(List<List<@Nullable Object>> rows) {
        List<Object> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.get(ID)));
        return ids;
    }

    private static List<List<@Nullable Object>> expected(List<List<@Nullable Object>> rows, List<SortKey> keys) {
        return rows.stream().sorted(comparator(keys)).toList();
    }

    private static void assertRows(List<List<@Nullable Object>> expected, List<List<@Nullable Object>> found) {
        // a short message first: rows are long
        assertEquals(ids(expected), ids(found));
        assertTrue(expected.equals(found), "values differ");
    }

    @Test
    void everyBudgetFromTheFloorGivesTheSameRows() {
        int order = 0;
        for (int workers : new int[] {1, 4}) {
            int spilling = 0;
            for (long budget = floor(workers); budget < 24 * MIB; budget = budget * 13 / 10) {
                List<SortKey> keys = ORDERS.get(order++ % ORDERS.size());
                SpillingRunner runner = new SpillingRunner(2048, workers, budget, directory);
                assertRows(expected(SHUFFLED, keys), runner.run(sort(SHUFFLED, keys)));
                spilling += runner.spilledBytes() > 0 ? 1 : 0;
            }
            assertTrue(spilling > 0, "no budget made it spill");
        }
    }

    @Test
    void everyOrderAtTheFloor() {
        for (List<SortKey> keys : ORDERS) {
            for (boolean reversed : new boolean[] {false, true}) {
                List<List<@Nullable Object>> expected = expected(FEWER, keys);
                List<List<@Nullable Object>> presorted = reversed ? expected.reversed() : expected;
                SpillingRunner runner = new SpillingRunner(2048, 1, floor(1), directory);
                assertRows(expected, runner.run(sort(presorted, keys)));
                assertTrue(runner.spilledBytes() > 0);
            }
        }
    }

    @Test
    void anotherThreadTakesTheMemoryInEveryPhase() {
        List<SortKey> keys = ORDERS.get(2);
        for (int workers : new int[] {1, 4}) {
            for (int batchRows : new int[] {7, 2048}) {
                List<List<@Nullable Object>> rows = workers == 1 ? FEWER : SHUFFLED;
                SpillingRunner runner =
                        new SpillingRunner(batchRows, workers, 64 * MIB, directory).claimEvery(batchRows == 7 ? 97 : 1);
                assertRows(expected(rows, keys), runner.run(sort(rows, keys)));
                assertTrue(runner.spilledBytes() > 0);
            }
        }
    }

    @Test
    void moreRunsThanCanBeReadAtOnceAreMergedInPasses() {
        List<SortKey> keys = ORDERS.get(3);
        SpillingRunner runner = new SpillingRunner(2048, 1, floor(1), directory);
        List<List<@Nullable Object>> many = new ArrayList<>();
        for (int copy = 0; copy < 6; copy++) {
            many.addAll(SHUFFLED);
        }
        assertRows(expected(many, keys), runner.run(sort(many, keys)));
        // each pass writes a file of its own
        assertTrue(runner.spillFiles() > 1, "files: " + runner.spillFiles());
    }

    @Test
    void batchesOfOneRow() {
        List<List<@Nullable Object>> rows = FEWER;
        List<SortKey> keys = ORDERS.get(1);
        SpillingRunner runner = new SpillingRunner(1, 1, floor(1), directory).claimEvery(501);
        assertRows(expected(rows, keys), runner.run(sort(rows, keys)));
        assertTrue(runner.spilledBytes() > 0);
    }

    @Test
    void topNOfAnySizeWithinAnyBudget() {
        List<SortKey> keys = ORDERS.get(1);
        List<List<@Nullable Object>> expected = expected(SHUFFLED, keys);
        for (long budget : new long[] {floor(2), 64 * MIB}) {
            for (int limit : new int[] {0, 1, 100, 5_000, 20_000, 10_000_000}) {
                for (int offset : new int[] {0, 3, 7_000}) {
                    SpillingRunner runner = new SpillingRunner(2048, 2, budget, directory);
                    int from = Math.min(offset, ROWS);
                    int to = (int) Math.min((long) from + limit, ROWS);
                    assertRows(expected.subList(from, to), runner.run(topN(SHUFFLED, keys, offset, limit)));
                }
            }
        }
    }

    @Test
    void aFewFirstRowsOfManyNeedNoDisk() {
        List<SortKey> keys = keys(key("text", true, false));
        SpillingRunner runner = new SpillingRunner(2048, 1, 64 * MIB, directory);
        assertEquals(20, runner.run(topN(SHUFFLED, keys, 0, 20)).size());
        assertEquals(0, runner.spilledBytes());
    }

    @Test
    void rowsLongerThanABlock() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Random random = new Random(3);
        for (List<@Nullable Object> row : SHUFFLED.subList(0, 300)) {
            List<@Nullable Object> longer = new ArrayList<>(row);
            longer.set(4, "x".repeat(20_000 + random.nextInt(100_000)) + random.nextInt(10));
            rows.add(longer);
        }
        List<SortKey> keys = keys(key("number", true, true));
        for (long budget : new long[] {8 * MIB, 16 * MIB}) {
            SpillingRunner runner = new SpillingRunner(7, 1, budget, directory).workSpace(5 * MIB);
            assertRows(expected(rows, keys), runner.run(sort(rows, keys)));
            assertTrue(runner.spilledBytes() > 0);
        }
    }

    /** Fails one read or write. */
    private static final class Failing implements SpillIo {
        private final AtomicInteger untilWrite;
        private final AtomicInteger untilRead;

        Failing(int write, int read) {
            untilWrite = new AtomicInteger(write);
            untilRead = new AtomicInteger(read);
        }

        boolean hasFailed() {
            return untilWrite.get() < 0 || untilRead.get() < 0;
        }

        private static void count(AtomicInteger until) throws IOException {
            if (until.getAndDecrement() == 0) {
                throw new IOException("Injected failure");
            }
        }

        @Override
        public SpillChannel create(Path file) throws IOException {
            SpillChannel channel = SpillIo.system().create(file);
            return new SpillChannel() {
                @Override
                public int write(ByteBuffer source, long position) throws IOException {
                    count(untilWrite);
                    return channel.write(source, position);
                }

                @Override
                public int read(ByteBuffer target, long position) throws IOException {
                    count(untilRead);
                    return channel.read(target, position);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }

        @Override
        public void delete(Path file) throws IOException {
            SpillIo.system().delete(file);
        }

        @Override
        public long usableBytes(Path directory) {
            return Long.MAX_VALUE;
        }
    }

    @Test
    void everyFailureOfTheDiskLeavesNothing() {
        List<SortKey> keys = ORDERS.getFirst();
        List<PipelineSpec> specs = sort(SHUFFLED, keys);
        for (boolean write : new boolean[] {true, false}) {
            int failures = 0;
            for (int number = 0; ; number = number * 2 + 1) {
                Failing io = write ? new Failing(number, Integer.MAX_VALUE) : new Failing(Integer.MAX_VALUE, number);
                SpillingRunner runner =
                        new SpillingRunner(2048, 2, floor(2), directory).io(io).claimEvery(number % 2 == 0 ? 1 : 0);
                try {
                    runner.run(specs);
                    assertFalse(io.hasFailed());
                    break;
                } catch (SpillException expected) {
                    failures++;
                }
            }
            assertTrue(failures > 3, "so few failures: " + failures);
        }
    }

    @Test
    void cancellationAtAnyLookLeavesNothing() {
        List<PipelineSpec> specs = sort(SHUFFLED, ORDERS.getFirst());
        int cancelled = 0;
        for (int number = 1; ; number = number * 3 / 2 + 1) {
            AtomicInteger looks = new AtomicInteger(number);
            SpillingRunner runner =
                    new SpillingRunner(2048, 2, floor(2), directory).cancellation(() -> looks.decrementAndGet() < 0);
            try {
                runner.run(specs);
                break;
            } catch (CancelledException expected) {
                cancelled++;
            }
        }
        assertTrue(cancelled > 5);
        SpillingRunner never = new SpillingRunner(2048, 2, floor(2), directory).cancellation(() -> true);
        assertThrows(CancelledException.class, () -> never.run(specs));
    }
}
