package dev.carbide.kernel.oracle;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Deals out the rows of a {@link BoxedTable} in batches of random shape. */
final class BoxedSource implements Source {
    private static final int READERS = 8;

    private final BoxedTable table;
    private final ScanRequest request;
    private final Random sizes;
    private final boolean usesRanges;
    private final boolean selects;
    private final ColumnShapes shared;
    private final @Nullable Column[] dictionaries;
    private int next;

    BoxedSource(BoxedTable table, ScanRequest request) {
        this.table = table;
        this.request = request;
        this.sizes = new Random(table.seed());
        this.usesRanges = sizes.nextBoolean();
        this.selects = sizes.nextInt(3) == 0;
        this.shared = new ColumnShapes(request.pool(), request.pages(), new Random(table.seed()));
        this.dictionaries = new Column[request.columns().size()];
        for (int index = 0; index < dictionaries.length; index++) {
            int column = request.columns().get(index);
            if (table.likelyEncoding(column) == Encoding.DICTIONARY) {
                dictionaries[index] = shared.dictionaryOf(table.schema().type(column), column(column, table.rows()));
            }
        }
    }

    private static List<@Nullable Object> column(int column, List<List<@Nullable Object>> rows) {
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(column)));
        return values;
    }

    /** The next rows, without those outside the ranges asked for; empty at the end. */
    private synchronized List<List<@Nullable Object>> nextRows() {
        List<List<@Nullable Object>> rows = List.of();
        while (rows.isEmpty() && next < table.rows().size()) {
            int most = Math.min(request.batchRows(), table.rows().size() - next);
            int count = sizes.nextInt(4) == 0 ? 1 + sizes.nextInt(most) : most;
            rows = table.rows().subList(next, next + count).stream()
                    .filter(this::inRanges)
                    .toList();
            next += count;
        }
        return rows;
    }

    private boolean inRanges(List<@Nullable Object> row) {
        return !usesRanges
                || request.ranges().stream()
                        .allMatch(range ->
                                inRange(range, row.get(request.columns().get(range.column()))));
    }

    private static boolean inRange(ColumnRange range, @Nullable Object value) {
        return value != null
                && isAtLeast(value, range.low(), range.lowInclusive(), 1)
                && isAtLeast(value, range.high(), range.highInclusive(), -1);
    }

    private static boolean isAtLeast(Object value, @Nullable Literal bound, boolean inclusive, int sign) {
        if (bound == null || bound.value() == null) {
            return true;
        }
        int order = sign * BoxedOrder.compare(value, bound.value());
        return inclusive ? order >= 0 : order > 0;
    }

    @Override
    public BatchReader newReader() {
        return new Reader();
    }

    @Override
    public int maxReaders() {
        return READERS;
    }

    @Override
    public synchronized double progress() {
        return table.rows().isEmpty() ? 1 : (double) next / table.rows().size();
    }

    @Override
    public void close() {
        shared.close();
    }

    private final class Reader implements BatchReader {
        private @Nullable ColumnShapes current;

        @Override
        public @Nullable Batch next() {
            close();
            List<List<@Nullable Object>> rows = nextRows();
            if (rows.isEmpty()) {
                return null;
            }
            Random random = new Random(table.seed() + rows.size());
            ColumnShapes shapes = new ColumnShapes(request.pool(), request.pages(), random);
            current = shapes;
            Spread spread = selects && random.nextBoolean()
                    ? Spread.of(rows, table.rows(), random)
                    : new Spread(rows, null, rows.size());
            List<Column> columns = new ArrayList<>();
            for (int index = 0; index < request.columns().size(); index++) {
                int column = request.columns().get(index);
                List<@Nullable Object> values = column(column, spread.rows());
                columns.add(shapes.column(table.schema().type(column), values, dictionaries[index]));
            }
            Batch batch = Batch.of(columns, spread.rows().size(), null);
            return spread.selection() == null ? batch : batch.select(spread.selection(), spread.selected());
        }

        @Override
        public void close() {
            if (current != null) {
                current.close();
                current = null;
            }
        }
    }

    /** Rows among others that are not selected. */
    private record Spread(List<List<@Nullable Object>> rows, int @Nullable [] selection, int selected) {
        static Spread of(List<List<@Nullable Object>> rows, List<List<@Nullable Object>> others, Random random) {
            List<List<@Nullable Object>> all = new ArrayList<>();
            int[] selection = new int[rows.size()];
            int spare = Batch.MAX_ROWS - rows.size();
            for (int row = 0; row < rows.size(); row++) {
                while (spare > 0 && random.nextInt(3) == 0) {
                    all.add(others.get(random.nextInt(others.size())));
                    spare--;
                }
                selection[row] = all.size();
                all.add(rows.get(row));
            }
            return new Spread(all, selection, rows.size());
        }
    }
}
