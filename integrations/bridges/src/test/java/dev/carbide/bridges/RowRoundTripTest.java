package dev.carbide.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.bridges.agrona.AgronaInput;
import dev.carbide.bridges.agrona.AgronaView;
import dev.carbide.bridges.chronicle.ChronicleInput;
import dev.carbide.bridges.chronicle.ChronicleView;
import dev.carbide.bridges.record.InputMemory;
import dev.carbide.bridges.record.RecordLayout;
import dev.carbide.bridges.record.RecordTable;
import dev.carbide.offheap.column.BatchMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Rows go out page by page, through a library, and come in again as a table, in place both ways. */
@Tag("access")
class RowRoundTripTest {
    private static final Schema SCHEMA = Schema.of(
            Field.optional("id", DataType.INT64),
            Field.optional("count", DataType.INT32),
            Field.optional("text", DataType.STRING));

    /** Makes one input of the rows of one page, and adds to the handles what must be closed after the query. */
    private interface Bridge {
        InputMemory cross(MemoryRange rows, BatchMemory owner, List<AutoCloseable> handles);
    }

    private record Row(Long id, Integer count, String text) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange('\u0001', '\uD7FF')
                .ofMaxLength(40)
                .edgeCases(config -> config.add("", "x".repeat(12), "x".repeat(13), "y".repeat(20_000)));
        return Combinators.combine(
                        Arbitraries.longs().injectNull(0.2),
                        Arbitraries.integers().injectNull(0.2),
                        texts.injectNull(0.2))
                .as(Row::new)
                .list()
                .ofMaxSize(200);
    }

    @Property(tries = 60)
    void throughAgrona(@ForAll("rows") List<Row> rows) throws Exception {
        assertCrosses(rows, (range, owner, handles) -> {
            AgronaView view = AgronaView.of(range, owner);
            return AgronaInput.lend("page", view.buffer(), view::close);
        });
    }

    @Property(tries = 60)
    void throughChronicle(@ForAll("rows") List<Row> rows) throws Exception {
        assertCrosses(rows, (range, owner, handles) -> {
            ChronicleView view = ChronicleView.readOnly(range, owner);
            handles.add(view);
            return ChronicleInput.lend("page", view.store());
        });
    }

    private static void assertCrosses(List<Row> rows, Bridge bridge) throws Exception {
        try (BridgeKernel kernel = new BridgeKernel()) {
            RowStore store = new RowStore(RowLayout.of(SCHEMA), kernel.pool(), kernel.pages());
            BatchMemory owner = new BatchMemory(store::close);
            rows.forEach(row -> RowWriter.write(store, row.id, row.count, row.text));
            List<AutoCloseable> handles = new ArrayList<>();
            List<InputMemory> inputs = new ArrayList<>();
            for (int page = 0; page < store.pageCount(); page++) {
                inputs.add(bridge.cross(MemoryRange.ofRows(store, page), owner, handles));
            }
            owner.release();
            for (AutoCloseable handle : handles) {
                handle.close();
            }
            try (RecordTable table = RecordTable.of("rows", RecordLayout.ofRows(SCHEMA), inputs)) {
                assertEquals(sorted(expected(rows)), sorted(kernel.rows(table)));
            }
        }
    }

    private static List<List<Object>> expected(List<Row> rows) {
        return rows.stream()
                .map(row -> Arrays.<Object>asList(row.id, row.count == null ? null : (long) row.count, row.text))
                .toList();
    }

    /** A long row has a page of its own, before or behind that of its neighbours. */
    private static List<String> sorted(List<List<Object>> rows) {
        return rows.stream().map(Object::toString).sorted().toList();
    }
}
