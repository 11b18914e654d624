package dev.carbide.offheap.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Anonymous private mappings of Linux and macOS. The two differ in constants, and in how a range is discarded: Linux has
 * {@code MADV_DONTNEED}, macOS gets a fresh mapping over the old one.
 */
final class PosixMemory implements SystemMemory {
    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;
    static final int MAP_ANONYMOUS_LINUX = 0x20;
    private static final int MAP_ANONYMOUS_MACOS = 0x1000;
    private static final int MADV_DONTNEED = 4;
    private static final long MAP_FAILED = -1;

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

    private final int anonymous;
    private final boolean discardsByAdvice;
    private final long pageSize;
    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle madvise;

    /** {@code anonymous} is the platform's flag for {@code mmap}; without advice a range is discarded by mapping it anew. */
    PosixMemory(int anonymous, boolean discardsByAdvice) {
        this.anonymous = anonymous;
        this.discardsByAdvice = discardsByAdvice;
        // pointers travel as longs: both ABIs pass them alike
        this.mmap = function(
                "mmap",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        this.munmap = function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        this.madvise = function("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        this.pageSize = queryPageSize();
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    private static long queryPageSize() {
        try {
            MethodHandle getpagesize = function("getpagesize", FunctionDescriptor.of(JAVA_INT));
            try (Arena arena = Arena.ofConfined()) {
                return (int) getpagesize.invokeExact(arena.allocate(CALL_STATE));
            }
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private static RuntimeException rethrow(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new CarbideInternalException("A call into the system failed", e);
    }

    static boolean supported(String osName) {
        return isLinux(osName) || osName.startsWith("Mac OS");
    }

    static PosixMemory ofPlatform() {
        return isLinux(System.getProperty("os.name"))
                ? new PosixMemory(MAP_ANONYMOUS_LINUX, true)
                : new PosixMemory(MAP_ANONYMOUS_MACOS, false);
    }

    private static boolean isLinux(String osName) {
        return osName.startsWith("Linux");
    }

    @Override
    public long pageSize() {
        return pageSize;
    }

    @Override
    public long map(long bytes, long alignment) {
        if (alignment <= pageSize) {
            return map(0, bytes, 0);
        }
        long padded = Math.addExact(bytes, alignment - pageSize);
        long address = map(0, padded, 0);
        long aligned = (address + alignment - 1) & -alignment;
        unmapUnlessEmpty(address, aligned - address);
        unmapUnlessEmpty(aligned + bytes, address + padded - aligned - bytes);
        return aligned;
    }

    private long map(long hint, long bytes, int extraFlags) {
        int flags = MAP_PRIVATE | anonymous | extraFlags;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long address = (long) mmap.invokeExact(state, hint, bytes, PROT_READ_WRITE, flags, -1, 0L);
            if (address == MAP_FAILED) {
                throw new CarbideException(
                        "The system refused to map " + bytes + " bytes of memory, errno " + (int) ERRNO.get(state, 0L));
            }
            return address;
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    @Override
    public void unmap(long address, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            require((int) munmap.invokeExact(state, address, bytes), "munmap", address, bytes, state);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private void unmapUnlessEmpty(long address, long bytes) {
        if (bytes > 0) {
            unmap(address, bytes);
        }
    }

    @Override
    public boolean discards() {
        return true;
    }

    @Override
    public void discard(long address, long bytes) {
        if (!discardsByAdvice) {
            map(address, bytes, MAP_FIXED);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            require((int) madvise.invokeExact(state, address, bytes, MADV_DONTNEED), "madvise", address, bytes, state);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private static void require(int result, String function, long address, long bytes, MemorySegment state) {
        if (result != 0) {
            throw new CarbideInternalException(function + " failed for " + bytes + " bytes at 0x"
                    + Long.toHexString(address) + ", errno " + (int) ERRNO.get(state, 0L));
        }
    }
}
