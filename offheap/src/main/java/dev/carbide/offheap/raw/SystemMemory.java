package dev.carbide.offheap.raw;

/**
 * Memory from the operating system, by address. A fresh mapping reads as zeros and, where the system can do that, is not
 * resident before it is touched. All methods may be called by any thread, but a range must not be in use while it is
 * discarded or unmapped; both may take about 0.1 ms per resident MiB, so call them outside of locks.
 */
public sealed interface SystemMemory permits PosixMemory, ArenaMemory {
    /** The memory of this platform: {@code mmap} on Linux and macOS, arenas of the JDK elsewhere. */
    static SystemMemory current() {
        return Current.MEMORY;
    }

    /** The unit of residence, a power of two; sizes of mappings are multiples of it. */
    long pageSize();

    /**
     * Maps {@code bytes} zeroed bytes at a multiple of {@code alignment}, a power of two.
     *
     * @throws dev.carbide.offheap.error.CarbideException if the system refuses
     */
    long map(long bytes, long alignment);

    /** Gives a whole mapping back, exactly as it was mapped. */
    void unmap(long address, long bytes);

    /** Whether {@link #discard} is supported. */
    boolean discards();

    /** Lets the system take the memory behind whole pages of a mapping, which stays mapped and reads as zeros from then on. */
    void discard(long address, long bytes);

    /** Set once, when first used. */
    final class Current {
        private static final SystemMemory MEMORY =
                PosixMemory.supported(System.getProperty("os.name")) ? PosixMemory.ofPlatform() : new ArenaMemory();

        private Current() {}
    }
}
