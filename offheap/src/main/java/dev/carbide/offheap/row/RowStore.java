package dev.carbide.offheap.row;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that are only ever added, at addresses that never change. They lie in pages of 64 KiB to 1 MiB; a row that does not
 * fit into what is left of a page and is larger than an eighth of the next gets a page of its own. Header, size and null
 * bits of a new row are zero (the size is set), the rest is undefined.
 *
 * <p>Written by one thread at a time; may be read by several once nobody writes.
 */
public final class RowStore implements AutoCloseable {
    private static final long FIRST_PAGE = 64 << 10;
    private static final long LARGEST_PAGE = 1 << 20;
    private static final int LARGEST_SHARE = 8;

    private final RowLayout layout;
    private final MemoryPool pool;
    private final PageAllocator allocator;
    private final List<Page> pages = new ArrayList<>();
    /** The ends of the rows of each page; that of the page being filled lags behind {@link #top}. */
    private long[] ends = new long[8];

    private int filling = -1;
    private long top;
    private long limit;
    private long nextPage = FIRST_PAGE;
    private long rows;

    public RowStore(RowLayout layout, MemoryPool pool, PageAllocator allocator) {
        this.layout = layout;
        this.pool = pool;
        this.allocator = allocator;
    }

    public RowLayout layout() {
        return layout;
    }

    /** A new row of {@code layout.fixedBytes()}. */
    public long allocate() {
        return allocate(layout.fixedBytes());
    }

    /**
     * The address of a new row of at least that many bytes, those of variable length included, valid until this store or
     * the one that adopts it is closed.
     *
     * @param bytes negative stands for more than an int can say
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room; the store is as before
     * @throws CarbideException if the row is too large
     */
    public long allocate(int bytes) {
        int size = padded(bytes);
        long row = top;
        if (Integer.toUnsignedLong(size) > limit - row) {
            row = newPage(size);
        } else {
            top = row + size;
        }
        rows++;
        clear(row, size);
        return row;
    }

    /** Begins again with small pages, as memory is short. */
    public void startSmall() {
        nextPage = FIRST_PAGE;
    }

    /** The bytes that rows of so many bytes in all take from the pool, at most. */
    public long roomFor(long rowBytes) {
        return rowBytes <= limit - top ? 0 : 2 * rowBytes + nextPage;
    }

    /** Whether {@link #allocate(int)} of so many bytes needs no new page. */
    public boolean hasRoom(int bytes) {
        return Integer.toUnsignedLong(padded(bytes)) <= limit - top;
    }

    /** The bytes that can be allocated without a new page. */
    public long room() {
        return limit - top;
    }

    /** What {@link #allocate(int)} of so many bytes takes from the pool, if it needs a new page. */
    public long pageBytes(int bytes) {
        int size = Math.max(Long.BYTES, padded(bytes));
        return allocator.pageSizeFor(size > nextPage / LARGEST_SHARE ? size : nextPage);
    }

    /** What the rows of {@code bytes[i] + more[i]} bytes each, allocated in their order, take from the pool together. */
    public long growth(int count, int[] bytes, int[] more) {
        long next = nextPage;
        long left = limit - top;
        long growth = 0;
        for (int index = 0; index < count; index++) {
            int size = Math.max(Long.BYTES, padded(bytes[index] + more[index]));
            if (size <= left) {
                left -= size;
            } else if (size > next / LARGEST_SHARE) {
                growth += allocator.pageSizeFor(size);
            } else {
                growth += next;
                left = next - size;
                next = Math.min(2 * next, LARGEST_PAGE);
            }
        }
        return growth;
    }

    /** The most that an empty store takes from its pool for rows of so many bytes together. */
    public static long mostBytes(long bytes) {
        return 2 * bytes + 2 * LARGEST_PAGE;
    }

    private static int padded(int bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }

    private void clear(long row, int size) {
        for (int offset = 0; offset < layout.clearedBytes(); offset += Long.BYTES) {
            RawMemory.putLong(row + offset, 0);
        }
        if (layout.isVariable()) {
            RawMemory.putInt(row + RowLayout.SIZE_OFFSET, size);
        } else if (size != layout.fixedBytes()) {
            throw new CarbideInternalException(
                    "Row of " + size + " bytes in a store of rows of " + layout.fixedBytes());
        }
    }

    /** {@code count} new rows of {@code layout.fixedBytes()}, their addresses in {@code result}. */
    public void allocate(int count, long[] result) {
        int size = layout.fixedBytes();
        for (int index = 0; index < count; index++) {
            result[index] = allocate(size);
        }
    }

    /** New rows of {@code bytes[0..count)} bytes, their addresses in {@code result}. */
    public void allocate(int count, int[] bytes, long[] result) {
        for (int index = 0; index < count; index++) {
            result[index] = allocate(bytes[index]);
        }
    }

    /** The address of a row at the start of a new page, which is filled further unless the row has it for itself. */
    private long newPage(int size) {
        if (size <= 0) {
            throw new CarbideException("A row can have at most 2147483640 bytes");
        }
        boolean alone = size > nextPage / LARGEST_SHARE;
        Page page = allocator.allocate(pool, alone ? size : nextPage);
        long first = page.address();
        add(page, first + size);
        if (!alone) {
            sealFilling();
            filling = pages.size() - 1;
            top = first + size;
            limit = first + page.size();
            nextPage = Math.min(2 * nextPage, LARGEST_PAGE);
        }
        return first;
    }

    private void add(Page page, long end) {
        if (pages.size() == ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        ends[pages.size()] = end;
        pages.add(page);
    }

    private void sealFilling() {
        if (filling >= 0) {
            ends[filling] = top;
        }
    }

    /**
     * The most that {@code count} more rows, or some of them, can take from the pool.
     *
     * @param bytes as for {@link #allocate(int)}
     */
    public long bytesFor(int count, int bytes) {
        long alone = bytes > nextPage / LARGEST_SHARE ? count * pageSizeFor(bytes) : 0;
        return bytesFor((long) count * bytes, alone);
    }

    /** The same for rows of these sizes. */
    public long bytesFor(int count, int[] bytes) {
        long total = 0;
        int largest = 0;
        for (int index = 0; index < count; index++) {
            total += Math.max(0, bytes[index]);
            largest = Math.max(largest, bytes[index]);
        }
        long alone = 0;
        if (largest > nextPage / LARGEST_SHARE) {
            for (int index = 0; index < count; index++) {
                alone += bytes[index] > nextPage / LARGEST_SHARE ? pageSizeFor(bytes[index]) : 0;
            }
        }
        return bytesFor(total + (long) count * Long.BYTES, alone);
    }

    private long pageSizeFor(int bytes) {
        return allocator.pageSizeFor((long) bytes + Long.BYTES);
    }

    /** Of each page at most its largest share is left when the next one is begun. */
    private long bytesFor(long total, long alone) {
        long covered = limit - top;
        long taken = 0;
        long page = nextPage;
        while (covered < total) {
            taken += page;
            covered += page - page / LARGEST_SHARE;
            page = Math.min(2 * page, LARGEST_PAGE);
        }
        return taken == 0 ? 0 : taken + alone;
    }

    /** Takes back the row that was allocated last, at this address. */
    public void dropLast(long row) {
        rows--;
        int last = pages.size() - 1;
        if (last != filling && pages.get(last).address() == row) {
            pages.removeLast().free();
        } else {
            top = row;
        }
    }

    /** How many rows there are. */
    public long rows() {
        return rows;
    }

    /** The bytes of all pages. */
    public long bytes() {
        long bytes = 0;
        for (Page page : pages) {
            bytes += page.size();
        }
        return bytes;
    }

    public int pageCount() {
        return pages.size();
    }

    /** All rows, page by page and in each in order of allocation. No row may be added meanwhile; several scans may run. */
    public RowScan scan() {
        return new RowScan(this, 0, pages.size());
    }

    /** The rows of one page. */
    public RowScan scan(int page) {
        return new RowScan(this, page, page + 1);
    }

    /** The address of the first row of a page; the others follow without gaps. */
    public long pageStart(int page) {
        return pages.get(page).address();
    }

    /** Behind the last row of a page. */
    public long pageEnd(int page) {
        return page == filling ? top : ends[page];
    }

    /** Takes over all pages of a store of the same layout, which is empty then. They stay charged to the pool they came from. */
    public void adopt(RowStore other) {
        if (other.layout.fixedBytes() != layout.fixedBytes() || other.layout.isVariable() != layout.isVariable()) {
            throw new CarbideInternalException("Rows of another layout");
        }
        other.sealFilling();
        for (int page = 0; page < other.pages.size(); page++) {
            add(other.pages.get(page), other.ends[page]);
        }
        rows += other.rows;
        other.pages.clear();
        other.forget();
    }

    private void forget() {
        rows = 0;
        top = 0;
        limit = 0;
        filling = -1;
        nextPage = FIRST_PAGE;
    }

    /** Frees all rows; the store can be filled again. */
    @Override
    public void close() {
        forget();
        while (!pages.isEmpty()) {
            pages.removeLast().free();
        }
    }
}
