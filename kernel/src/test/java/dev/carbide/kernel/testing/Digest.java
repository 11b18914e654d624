package dev.carbide.kernel.testing;

import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;

/**
 * What a result comes to.
 *
 * @param rows how many
 * @param sum of the hashes of the rows, whatever their order
 * @param ordered a hash that their order changes
 */
public record Digest(long rows, long sum, long ordered) {
    /** Reads a result to its end and closes it. */
    public static Digest of(ResultStream result) {
        try (result) {
            Reader reader = new Reader();
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                reader.add(batch);
            }
            return reader.digest();
        }
    }

    /** The same for results whose order is nobody's business. */
    public Digest unordered() {
        return new Digest(rows, sum, 0);
    }

    /** Takes a result batch by batch. */
    public static final class Reader {
        private long rows;
        private long sum;
        private long ordered;

        public void add(Batch batch) {
            for (int row = 0; row < batch.rowCount(); row++) {
                long hash = 17;
                for (int column = 0; column < batch.columnCount(); column++) {
                    Object value = BoxedValues.get(batch.column(column), row);
                    hash = 31 * hash + (value == null ? 7 : value.hashCode());
                }
                rows++;
                sum += hash * 0x9E3779B97F4A7C15L;
                ordered = 31 * ordered + hash;
            }
        }

        public Digest digest() {
            return new Digest(rows, sum, ordered);
        }
    }
}
