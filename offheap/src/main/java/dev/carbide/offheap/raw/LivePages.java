package dev.carbide.offheap.raw;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The regions of native memory that checked mode lets {@link RawMemory} touch: pages of the allocator, and foreign memory
 * that somebody lends by address. Without checked mode the registry stays empty and its methods do nothing.
 *
 * <p>Pages do not overlap. Foreign memory may overlap other foreign memory and pages, as its owners may lend the same bytes
 * twice, and lend us our own. All methods may be called by any thread; a region that is removed while another thread
 * accesses it is reported from that thread's next access on.
 */
public final class LivePages {
    /** Direct-mapped by address; entries are overwritten without order, which a reader survives as regions are immutable. */
    private static final @Nullable Region[] RECENT_HITS = new @Nullable Region[1 << 12];

    private static final int RECENT_HITS_GRAIN_BITS = 12;
    private static final ConcurrentSkipListMap<Long, Region> REGIONS = new ConcurrentSkipListMap<>();

    /** Searched one by one when no page fits, so meant for tens of regions, not for thousands. */
    private static final CopyOnWriteArrayList<Region> FOREIGN = new CopyOnWriteArrayList<>();

    private static final @Nullable Region[] LAST_REMOVED = new @Nullable Region[1 << 10];
    private static final AtomicInteger REMOVED = new AtomicInteger();

    private LivePages() {}

    /** Admits a region; {@code owner} is what messages call it by, such as the path of a pool. */
    public static void add(long address, long bytes, String owner) {
        if (!RawMemory.CHECKED) {
            return;
        }
        Region region = new Region(address, bytes, "page", "in pool " + owner);
        Region before = floor(address + bytes - 1);
        if (before != null && before.end() > address) {
            throw new CarbideInternalException("New " + region + " overlaps live " + before);
        }
        REGIONS.put(address, region);
    }

    /** Withdraws the region that begins at this address. */
    public static void remove(long address) {
        if (!RawMemory.CHECKED) {
            return;
        }
        Region region = REGIONS.remove(address);
        if (region == null) {
            throw new CarbideInternalException("No live region begins at " + hex(address));
        }
        retire(region);
    }

    /** Admits foreign memory, which messages call by {@code name}; the result withdraws it and is run once. */
    static Runnable addForeign(long address, long bytes, String name) {
        if (!RawMemory.CHECKED) {
            return () -> {};
        }
        Region region = new Region(address, bytes, "foreign memory", "of " + name);
        FOREIGN.add(region);
        return () -> {
            FOREIGN.remove(region);
            retire(region);
        };
    }

    private static void retire(Region region) {
        region.live = false;
        LAST_REMOVED[REMOVED.getAndIncrement() & (LAST_REMOVED.length - 1)] = region;
    }

    static void check(long address, long bytes, Access access) {
        int slot = (int) (address >>> RECENT_HITS_GRAIN_BITS) & (RECENT_HITS.length - 1);
        Region recent = RECENT_HITS[slot];
        if (recent == null || !recent.live || !recent.contains(address, bytes)) {
            RECENT_HITS[slot] = find(address, bytes, access, recent);
        }
    }

    private static @Nullable Region find(long address, long bytes, Access access, @Nullable Region recent) {
        if (bytes == 0) {
            return recent;
        }
        Region region = floor(address);
        if (region == null || !region.contains(address, bytes)) {
            region = foreign(address, bytes);
        }
        if (region == null) {
            throw new CarbideInternalException(describe(address, bytes, access));
        }
        return region;
    }

    private static @Nullable Region foreign(long address, long bytes) {
        for (Region region : FOREIGN) {
            if (region.contains(address, bytes)) {
                return region;
            }
        }
        return null;
    }

    private static @Nullable Region floor(long address) {
        Map.Entry<Long, Region> entry = REGIONS.floorEntry(address);
        return entry == null ? null : entry.getValue();
    }

    private static String describe(long address, long bytes, Access access) {
        String what = "Raw " + access + " of " + bytes + " bytes at " + hex(address) + " is not inside a live page; ";
        Region freed = lastRemovedAround(address);
        Region below = floor(address);
        if (freed != null && (below == null || below.end() <= address)) {
            return what + "it was in a freed one: " + freed;
        }
        Map.Entry<Long, Region> above = REGIONS.ceilingEntry(address);
        if (below == null && above == null) {
            return what + "there are no live pages";
        }
        if (below == null || (above != null && above.getKey() - address < address - below.end())) {
            return what + "nearest begins " + (above.getKey() - address) + " bytes above: " + above.getValue();
        }
        return below.end() > address
                ? what + "it runs " + (address - below.end() + bytes) + " bytes over the end of " + below
                : what + "nearest ended " + (address - below.end()) + " bytes below: " + below;
    }

    private static @Nullable Region lastRemovedAround(long address) {
        int newest = REMOVED.get();
        for (int age = 1; age <= LAST_REMOVED.length; age++) {
            Region region = LAST_REMOVED[(newest - age) & (LAST_REMOVED.length - 1)];
            if (region != null && region.contains(address, 1)) {
                return region;
            }
        }
        return null;
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    private static final class Region {
        private final long address;
        private final long bytes;
        private final String kind;
        private final String owner;
        private volatile boolean live = true;

        Region(long address, long bytes, String kind, String owner) {
            this.address = address;
            this.bytes = bytes;
            this.kind = kind;
            this.owner = owner;
        }

        long end() {
            return address + bytes;
        }

        boolean contains(long first, long length) {
            return first >= address && length >= 0 && length <= bytes && first - address <= bytes - length;
        }

        @Override
        public String toString() {
            return kind + " " + hex(address) + " of " + bytes + " bytes " + owner;
        }
    }
}
