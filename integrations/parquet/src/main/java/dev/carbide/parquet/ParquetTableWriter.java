package dev.carbide.parquet;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Schema;
import dev.carbide.parquet.codec.PageCompressor;
import dev.carbide.parquet.write.FooterWriter;
import dev.carbide.parquet.write.RowGroupWriter;
import dev.carbide.parquet.write.RowGroupWriter.Output;
import dev.carbide.parquet.write.RowGroupWriter.Written;
import dev.carbide.parquet.write.WriterContext;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.CompressionCodec;

/**
 * Writes batches to a Parquet file. The file appears under its name when {@link #finish} has written all of it; until then it
 * has a hidden temporary name beside it, and {@link #close} without finish leaves nothing behind.
 *
 * <p>Stored as: integers below 64 bits as INT32, decimals as INT32 up to 9 digits, INT64 up to 18, FIXED_LEN_BYTE_ARRAY
 * beyond, timestamps as INT64 microseconds. Version 1 data pages with checksums, dictionary-encoded where that pays, page
 * index and statistics for all columns. One row group is held in memory, charged to the pool. Not thread-safe.
 */
public final class ParquetTableWriter implements AutoCloseable {
    /** Metadata of a column chunk and its page index on the heap, about. */
    private static final long HEAP_PER_CHUNK = 2 << 10;

    private final Path file;
    private final Path temporary;
    private final ParquetWriterOptions options;
    private final FileOutput output;
    private final MemoryPool pool;
    private final int columns;
    private final PageCompressor compressor;
    private final FooterWriter footer;
    private final RowGroupWriter rowGroup;
    private final List<Written> written = new ArrayList<>();
    private long charged;
    private boolean finished;
    private boolean closed;

    private ParquetTableWriter(
            Path file,
            Path temporary,
            FileOutput output,
            Schema schema,
            ParquetWriterOptions options,
            MemoryPool pool,
            PageAllocator pages) {
        this.file = file;
        this.temporary = temporary;
        this.output = output;
        this.options = options;
        this.pool = pool;
        this.columns = schema.size();
        this.compressor =
                new PageCompressor(CompressionCodec.valueOf(options.codec().name()), pool);
        try {
            WriterContext context = new WriterContext(
                    pool, pages, compressor, options.pageRows(), options.pageBytes(), options.dictionaryValues());
            this.footer = new FooterWriter(context);
            this.rowGroup = new RowGroupWriter(schema, context);
        } catch (Throwable e) {
            compressor.close();
            throw e;
        }
    }

    /**
     * Begins a file, whose directory exists.
     *
     * @throws CarbideException if it cannot be created there
     */
    public static ParquetTableWriter create(
            Path file, Schema schema, ParquetWriterOptions options, MemoryPool pool, PageAllocator pages) {
        if (schema.size() == 0) {
            throw new CarbideException("A Parquet file needs at least one column: " + file);
        }
        Path absolute = file.toAbsolutePath();
        Path temporary = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            FileOutput output = new FileOutput(
                    file, FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            try {
                ParquetTableWriter writer =
                        new ParquetTableWriter(absolute, temporary, output, schema, options, pool, pages);
                writer.footer.writeHeader(output);
                return writer;
            } catch (Throwable e) {
                output.close();
                Files.deleteIfExists(temporary);
                throw e;
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static CarbideException failure(Path file, IOException e) {
        return new CarbideException(
                "Cannot write " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
    }

    /** Appends the rows that count in the batch, whose columns are those of the schema. */
    public void write(Batch batch) {
        if (batch.columnCount() != columns) {
            throw new CarbideException(
                    "Cannot write a batch of " + batch.columnCount() + " columns to " + file + ", expected " + columns);
        }
        int position = 0;
        while (position < batch.selectedCount()) {
            int end = Math.min(batch.selectedCount(), position + options.rowGroupRows() - rowGroup.rows());
            rowGroup.append(batch, position, end);
            position = end;
            if (rowGroup.rows() == options.rowGroupRows() || rowGroup.heldBytes() >= options.rowGroupBytes()) {
                flush();
            }
        }
    }

    private void flush() {
        if (rowGroup.rows() > 0) {
            pool.reserve(columns * HEAP_PER_CHUNK);
            charged += columns * HEAP_PER_CHUNK;
            written.add(rowGroup.flush(output));
        }
    }

    /** Writes the rest and gives the file its name, replacing one that is there. */
    public void finish() {
        flush();
        footer.writeFooter(rowGroup.schemaElements(), written, output);
        finished = true;
        output.close();
        try {
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Frees all memory; without {@link #finish}, nothing of the file is left. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        output.close();
        rowGroup.close();
        compressor.close();
        pool.release(charged);
        if (!finished) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw failure(file, e);
            }
        }
    }

    /** The temporary file, appended to. */
    private record FileOutput(Path file, FileChannel channel) implements Output, AutoCloseable {
        @Override
        public long position() {
            try {
                return channel.position();
            } catch (IOException e) {
                throw failure(file, e);
            }
        }

        @Override
        public void write(MemorySegment bytes, long length) {
            try {
                ByteBuffer buffer = bytes.asSlice(0, length).asByteBuffer();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw failure(file, e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw failure(file, e);
            }
        }
    }
}
