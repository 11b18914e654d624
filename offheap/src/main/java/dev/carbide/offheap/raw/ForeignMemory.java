package dev.carbide.offheap.raw;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Native memory that belongs to somebody else and is lent to Carbide by address and length, to be read in place. It is
 * reserved in no pool, as nothing is allocated: its owner accounts for it.
 *
 * <p>The owner promises that the range stays mapped until {@link #close}; unchecked mode cannot notice when it does not,
 * and reads what happens to be there or ends the process. In checked mode {@link RawMemory} accepts the range until
 * then and refuses it afterwards. Any thread may call the methods, but nobody may read while another closes.
 */
public final class ForeignMemory implements AutoCloseable {
    private final String name;
    private final long address;
    private final long bytes;
    private final Runnable withdraw;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ForeignMemory(String name, long address, long bytes) {
        this.name = name;
        this.address = address;
        this.bytes = bytes;
        this.withdraw = LivePages.addForeign(address, bytes, name);
    }

    /**
     * @param name what messages call the memory by
     * @param address may be anything where there are no bytes
     * @throws CarbideException if this cannot be a range of memory
     */
    public static ForeignMemory lend(String name, long address, long bytes) {
        if (bytes < 0 || (bytes > 0 && (address <= 0 || address > Long.MAX_VALUE - bytes))) {
            throw new CarbideException("Foreign memory " + name + " must be a range of native memory, got " + bytes
                    + " bytes at address 0x" + Long.toHexString(address));
        }
        return new ForeignMemory(name, address, bytes);
    }

    public String name() {
        return name;
    }

    public long address() {
        if (closed.get()) {
            throw new CarbideInternalException(this + " is used after it was given back");
        }
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /** Ends the loan; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            withdraw.run();
        }
    }

    @Override
    public String toString() {
        return "Foreign memory " + name + " of " + bytes + " bytes at 0x" + Long.toHexString(address);
    }
}
