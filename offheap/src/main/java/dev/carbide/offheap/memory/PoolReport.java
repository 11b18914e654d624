package dev.carbide.offheap.memory;

import java.util.Iterator;
import java.util.Locale;

/** What the ledger says about itself in messages. */
final class PoolReport {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private PoolReport() {}

    static String refusal(MemoryPool requester, MemoryPool limiting, long bytes) {
        String refused = "Memory limit reached: pool " + requester.path() + " requested " + bytes + " bytes, ";
        String reason = limiting.limit() == MemoryPool.UNLIMITED
                ? "the host of pool " + limiting.path() + " gave " + limiting.granted() + ", of which "
                        + limiting.committed() + " are in use"
                : "available are " + Math.max(0, limiting.limit() - limiting.committed()) + " of the limit "
                        + limiting.limit() + " of pool " + limiting.path();
        return refused + reason + "\n" + tree(root(limiting));
    }

    static String leak(MemoryPool pool) {
        return "Memory pool " + pool.path() + " closed with " + pool.reserved() + " bytes outstanding and "
                + pool.children().size() + " open pools below it\n" + tree(pool) + sites(pool);
    }

    static String tree(MemoryPool pool) {
        StringBuilder out = new StringBuilder();
        append(out, pool, "");
        return out.toString();
    }

    private static void append(StringBuilder out, MemoryPool pool, String indent) {
        out.append(pool.name()).append(": ").append(size(pool.reserved()));
        if (pool.limit() != MemoryPool.UNLIMITED) {
            out.append(" of ").append(size(pool.limit()));
        }
        out.append(", peak ").append(size(pool.peak()));
        if (pool.guaranteed() > 0) {
            out.append(", guaranteed ").append(size(pool.guaranteed()));
        }
        for (Iterator<MemoryPool> children = pool.children().iterator(); children.hasNext(); ) {
            MemoryPool child = children.next();
            out.append('\n').append(indent).append(children.hasNext() ? "├─ " : "└─ ");
            append(out, child, indent + (children.hasNext() ? "│  " : "   "));
        }
    }

    private static String sites(MemoryPool pool) {
        StringBuilder out = new StringBuilder(pool.sites().describe());
        pool.children().forEach(child -> out.append(sites(child)));
        return out.toString();
    }

    private static MemoryPool root(MemoryPool pool) {
        MemoryPool above = pool.parent();
        return above == null ? pool : root(above);
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = (Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(Locale.ROOT, "%.1f %s", bytes / (double) (1L << (10 * unit)), UNITS[unit - 1]);
    }
}
