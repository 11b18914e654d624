package dev.carbide.cli.tpch;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import io.trino.tpch.TpchEntity;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Some consecutive rows of a relation, generated batch by batch. For one thread. */
interface TpchPart {
    /** The next batch, owned by the caller; null at the end. */
    @Nullable
    Batch next(BatchBuilder builder);

    /** Over a generator's rows. */
    record Of<E extends TpchEntity>(Iterator<E> rows, TpchRows.Writer<E> writer) implements TpchPart {
        @Override
        public @Nullable Batch next(BatchBuilder builder) {
            if (!rows.hasNext()) {
                return null;
            }
            builder.start();
            int row = 0;
            while (row < builder.capacity() && rows.hasNext()) {
                writer.write(rows.next(), builder, row++);
            }
            return builder.build(row);
        }
    }
}
