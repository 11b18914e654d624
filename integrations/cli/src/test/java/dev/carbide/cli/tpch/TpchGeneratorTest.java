package dev.carbide.cli.tpch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.cli.compare.ResultRows;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.operators.scan.MemoryTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated rows, at a small scale. */
final class TpchGeneratorTest {
    private static final double SCALE = 0.01;
    private static final double TINY = 0.002;

    private final MemoryPool pool = MemoryPool.root("test", 256 << 20);
    private final PageAllocator pages = PageAllocator.create();

    @AfterEach
    void nothingIsLeft() {
        pool.close();
        pages.close();
    }

    private List<@Nullable Object[]> rows(TpchRelation relation, int threads) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (TpchGenerator generator = new TpchGenerator(TINY, threads, pool, pages)) {
            long count = generator.generate(relation, batch -> ResultRows.append(batch, rows));
            assertEquals(rows.size(), count);
            assertEquals(1, generator.progress());
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void sameRowsOnAnyNumberOfThreads(TpchRelation relation) {
        List<@Nullable Object[]> one = rows(relation, 1);
        List<@Nullable Object[]> three = rows(relation, 3);
        assertEquals(relation.rows(TINY), one.size(), one.size() / 200.0);
        assertEquals(one.size(), three.size());
        for (int row = 0; row < one.size(); row++) {
            assertEquals(Arrays.asList(one.get(row)), Arrays.asList(three.get(row)));
        }
    }

    /** The first line of dbgen's lineitem.tbl at scale 1. */
    @Test
    void rowsAreThoseOfTheSpecification() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (BatchBuilder builder = new BatchBuilder(TpchRelation.LINEITEM.types(), 100, pool, pages)) {
            Batch batch = TpchRelation.LINEITEM.part(1, 1, 1000).next(builder);
            ResultRows.append(batch, rows);
            batch.release();
        }
        List<@Nullable Object> first = Arrays.asList(rows.getFirst());
        assertEquals(
                List.of(1L, 155190L, 7706L, 1L, new BigDecimal("17.00"), new BigDecimal("21168.23")),
                first.subList(0, 6));
        assertEquals(
                List.of(
                        new BigDecimal("0.04"),
                        new BigDecimal("0.02"),
                        "N",
                        "O",
                        (int) LocalDate.of(1996, 3, 13).toEpochDay(),
                        (int) LocalDate.of(1996, 2, 12).toEpochDay(),
                        (int) LocalDate.of(1996, 3, 22).toEpochDay(),
                        "DELIVER IN PERSON",
                        "TRUCK",
                        "egular courts above the"),
                first.subList(6, 16));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"REGION", "NATION"},
            mode = EnumSource.Mode.EXCLUDE)
    void estimatesMemoryOfTables(TpchRelation relation) {
        try (TpchGenerator generator = new TpchGenerator(SCALE, 1, pool, pages);
                MemoryTable.Builder builder =
                        MemoryTable.builder(relation.tableName(), relation.schema(), pool, pages)) {
            generator.generate(relation, builder::append);
            try (MemoryTable table = builder.build()) {
                double estimate = relation.memoryBytes(SCALE);
                assertTrue(
                        table.bytes() < 1.5 * estimate && estimate < 1.5 * table.bytes(),
                        relation + " takes " + table.bytes() + ", estimated " + estimate);
            }
        }
    }

    @Test
    void aSmallPoolIsRefusedAndNothingIsKept() {
        try (MemoryPool small = pool.child("small", 1 << 20);
                TpchGenerator generator = new TpchGenerator(SCALE, 2, small, pages)) {
            assertThrows(MemoryLimitException.class, () -> generator.generate(TpchRelation.LINEITEM, batch -> {}));
            assertEquals(0, small.reserved());
            assertEquals(25, generator.generate(TpchRelation.NATION, batch -> {}));
        }
    }

    @Test
    void cancellingAndFailingReaders() {
        try (TpchGenerator generator = new TpchGenerator(SCALE, 2, pool, pages)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> generator.generate(TpchRelation.ORDERS, batch -> {
                        throw new IllegalStateException("enough");
                    }));
            assertThrows(
                    CancelledException.class,
                    () -> generator.generate(TpchRelation.ORDERS, batch -> generator.cancel()));
        }
    }

    @Test
    void scalesOutOfRange() {
        assertThrows(CarbideException.class, () -> new TpchGenerator(0.0001, 1, pool, pages));
        assertThrows(CarbideException.class, () -> new TpchGenerator(Double.NaN, 1, pool, pages));
    }

    @Test
    void queriesNameTheirTables() {
        assertEquals(Set.of(TpchRelation.LINEITEM), TpchQuery.of(1).relations());
        assertEquals(
                Set.of(TpchRelation.CUSTOMER, TpchRelation.ORDERS, TpchRelation.LINEITEM),
                TpchQuery.of(3).relations());
        assertEquals(22, TpchQuery.all().size());
    }

    @Test
    void allTablesAreGeneratedOnlyIfThatLeavesHalfOfTheMemory() {
        Set<TpchRelation> needed = Set.of(TpchRelation.LINEITEM);
        assertEquals(needed, TpchTables.relationsFor(1, needed, 512 << 20));
        assertEquals(8, TpchTables.relationsFor(0.1, needed, 1 << 30).size());
    }
}
