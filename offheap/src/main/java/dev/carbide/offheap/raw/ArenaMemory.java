package dev.carbide.offheap.raw;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentHashMap;

/** One shared arena per mapping, for platforms without {@code mmap}. The JDK zeroes a mapping, so it is resident at once. */
final class ArenaMemory implements SystemMemory {
    private static final long PAGE_SIZE = 4096;

    private final ConcurrentHashMap<Long, Arena> arenas = new ConcurrentHashMap<>();

    @Override
    public long pageSize() {
        return PAGE_SIZE;
    }

    @Override
    public long map(long bytes, long alignment) {
        Arena arena = Arena.ofShared();
        try {
            long address = arena.allocate(bytes, alignment).address();
            arenas.put(address, arena);
            return address;
        } catch (OutOfMemoryError e) {
            arena.close();
            throw new CarbideException(
                    "The JVM refused to give " + bytes + " bytes of native memory; see -XX:MaxDirectMemorySize", e);
        }
    }

    @Override
    public void unmap(long address, long bytes) {
        Arena arena = arenas.remove(address);
        if (arena == null) {
            throw new CarbideInternalException("No mapping begins at 0x" + Long.toHexString(address));
        }
        arena.close();
    }

    @Override
    public boolean discards() {
        return false;
    }

    @Override
    public void discard(long address, long bytes) {
        throw new UnsupportedOperationException("memory of an arena cannot be discarded in part");
    }
}
