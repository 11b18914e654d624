package dev.carbide.operators.cache;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.MemoryTable;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A table of several parts whose rows are known, that counts how often parts are opened and fails when told to. */
final class SplitTable implements Table, AutoCloseable {
    static final Schema SCHEMA = Schema.of(
            Field.required("id", DataType.INT64),
            Field.optional("day", DataType.DATE),
            Field.optional("wide", DataType.decimal(30, 0)),
            Field.optional("word", DataType.STRING),
            Field.optional("text", DataType.STRING),
            Field.required("ratio", DataType.FLOAT64));

    final List<List<@Nullable Object[]>> rows = new ArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    /** Batches after which readers fail; none do if negative. */
    volatile int failAfter = -1;

    volatile boolean current = true;
    /** Whether it tells rows of its splits. */
    volatile boolean rowsKnown = true;

    private final List<MemoryTable> parts = new ArrayList<>();

    /** @param sizes rows of the parts */
    SplitTable(MemoryPool pool, PageAllocator pages, long seed, int... sizes) {
        Random random = new Random(seed);
        long id = 0;
        for (int size : sizes) {
            List<@Nullable Object[]> part = new ArrayList<>();
            try (MemoryTable.Builder builder = MemoryTable.builder("part", SCHEMA, pool, pages)) {
                for (int row = 0; row < size; row++) {
                    part.add(row(id++, random));
                    builder.appendRow(part.getLast());
                }
                parts.add(builder.build());
            }
            rows.add(part);
        }
    }

    private static @Nullable Object[] row(long id, Random random) {
        @Nullable
        Object[] row = {
            id,
            random.nextInt(1000),
            new BigDecimal("-123456789012345678901234567890").add(BigDecimal.valueOf(id)),
            "word " + random.nextInt(7) + (random.nextBoolean() ? " of more than twelve bytes" : ""),
            "a text that is hardly ever the same " + random.nextLong(),
            random.nextGaussian()
        };
        for (int column = 1; column < row.length - 1; column++) {
            row[column] = random.nextInt(9) == 0 ? null : row[column];
        }
        return row;
    }

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public TableStatistics statistics() {
        return TableStatistics.unknown(SCHEMA.size());
    }

    @Override
    public Encoding likelyEncoding(int column) {
        return column == 3 ? Encoding.DICTIONARY : Encoding.FLAT;
    }

    @Override
    public int splits() {
        return parts.size();
    }

    @Override
    public long splitRows(int split) {
        return rowsKnown ? rows.get(split).size() : -1;
    }

    @Override
    public boolean isCurrent() {
        return current;
    }

    @Override
    public Source open(ScanRequest request) {
        List<Source> sources = new ArrayList<>();
        for (int split = 0; split < parts.size(); split++) {
            sources.add(openSplit(split, request));
        }
        List<Source> all = List.copyOf(sources);
        return new Source() {
            @Override
            public BatchReader newReader() {
                return new BatchReader() {
                    private @Nullable BatchReader reader;

                    @Override
                    public @Nullable Batch next() {
                        while (true) {
                            Batch batch = reader == null ? null : reader.next();
                            if (batch != null) {
                                return batch;
                            }
                            close();
                            Source following = nextOf(sources);
                            if (following == null) {
                                return null;
                            }
                            reader = following.newReader();
                        }
                    }

                    @Override
                    public void close() {
                        if (reader != null) {
                            reader.close();
                            reader = null;
                        }
                    }
                };
            }

            @Override
            public int maxReaders() {
                return 1;
            }

            @Override
            public double progress() {
                return 0;
            }

            @Override
            public void close() {
                all.forEach(Source::close);
            }
        };
    }

    private static @Nullable Source nextOf(List<Source> sources) {
        return sources.isEmpty() ? null : sources.removeFirst();
    }

    @Override
    public Source openSplit(int split, ScanRequest request) {
        opened.incrementAndGet();
        Source inner = parts.get(split).open(request);
        return new Source() {
            @Override
            public BatchReader newReader() {
                return failing(inner.newReader());
            }

            @Override
            public int maxReaders() {
                return inner.maxReaders();
            }

            @Override
            public double progress() {
                return inner.progress();
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    private BatchReader failing(BatchReader inner) {
        return new BatchReader() {
            private int batches;

            @Override
            public @Nullable Batch next() {
                if (batches++ == failAfter) {
                    throw new CarbideException("The source fails");
                }
                return inner.next();
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    @Override
    public void close() {
        parts.forEach(MemoryTable::close);
    }
}
