package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A node of the memory ledger: kernel, task, operator, consumer. Bytes are reserved in a pool before the memory exists and
 * released after it is gone. A reservation counts in its pool and in all pools above, and must fit the limit of each.
 *
 * <p>Pools take bytes from their parents in quanta, so that most reservations touch no other pool. That never shows: what
 * pools hold without using it is collected before a reservation is refused, so a reservation is refused exactly if it
 * would carry {@link #reserved()} of this pool or of one above over its {@link #limit()}.
 *
 * <p>All methods may be called by any thread.
 */
public final class MemoryPool implements AutoCloseable {
    /** The limit of a pool that only the pools above it bound. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long MIN_QUANTUM = 64 << 10;
    private static final long MAX_QUANTUM = 1 << 20;

    private final String name;
    private final String path;
    private final long limit;
    private final @Nullable MemoryPool parent;
    private final Ledger ledger;
    private final AllocationSites sites;
    private final ConcurrentLinkedQueue<MemoryPool> children = new ConcurrentLinkedQueue<>();

    // Guarded by lock: granted == own + lent + spare. Granted, lent and closed change under ledger.transfers only.
    private final Object lock = new Object();
    private long granted;
    private long own;
    private long lent;
    private long spare;
    private long peak;
    private boolean closed;

    private MemoryPool(String name, @Nullable MemoryPool parent, Ledger ledger, long limit, AllocationSites sites) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A memory pool needs a name");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("Limit of memory pool " + name + " must not be negative, got " + limit);
        }
        this.name = name;
        this.path = parent == null ? name : parent.path + "/" + name;
        this.limit = limit;
        this.parent = parent;
        this.ledger = ledger;
        this.sites = sites;
    }

    /** The root of a new ledger with this limit in bytes. */
    public static MemoryPool root(String name, long limitBytes) {
        return root(name, limitBytes, LimitPolicy.REFUSE, AllocationSites.TRACKED_IN_PROCESS);
    }

    static MemoryPool root(String name, long limitBytes, LimitPolicy policy, boolean trackSites) {
        AllocationSites sites = new AllocationSites(trackSites);
        MemoryPool root = new MemoryPool(name, null, new Ledger(policy), limitBytes, sites);
        root.granted = limitBytes;
        root.spare = limitBytes;
        return root;
    }

    /** A new pool below this one, bounded only by the pools above it. */
    public MemoryPool child(String childName) {
        return child(childName, UNLIMITED);
    }

    /** A new pool below this one, to be closed before it. Siblings may share a name. */
    public MemoryPool child(String childName, long limitBytes) {
        MemoryPool child = new MemoryPool(childName, this, ledger, limitBytes, new AllocationSites(sites.tracked()));
        ledger.transfers.lock();
        try {
            synchronized (lock) {
                requireOpen();
            }
            children.add(child);
            return child;
        } finally {
            ledger.transfers.unlock();
        }
    }

    /**
     * Reserves {@code bytes} bytes.
     *
     * @throws MemoryLimitException if they do not fit; nothing is reserved then
     */
    public void reserve(long bytes) {
        for (MemoryPool limiting = draw(bytes); limiting != null; limiting = draw(bytes)) {
            if (!ledger.policy.makeRoom(this, limiting, bytes)) {
                throw new MemoryLimitException(PoolReport.refusal(this, limiting, bytes));
            }
        }
    }

    /** Reserves {@code bytes} bytes if they fit as things stand. */
    public boolean tryReserve(long bytes) {
        return draw(bytes) == null;
    }

    /** Returns bytes that were reserved in this very pool. */
    public void release(long bytes) {
        requireNotNegative(bytes);
        boolean released = false;
        boolean excess = false;
        synchronized (lock) {
            if (!ledger.frozen) {
                giveUp(bytes);
                released = true;
                excess = excess() > 0;
            }
        }
        if (!released || excess) {
            releaseUpwards(released ? 0 : bytes);
        }
    }

    /** Bytes reserved in this pool and in all below it; exact while none of them changes. */
    public long reserved() {
        long reserved;
        synchronized (lock) {
            reserved = own;
        }
        for (MemoryPool child : children) {
            reserved += child.reserved();
        }
        return reserved;
    }

    /** The most bytes this pool ever held. With pools below it, the quanta these hold count whole. */
    public long peak() {
        synchronized (lock) {
            return peak;
        }
    }

    public long limit() {
        return limit;
    }

    public String name() {
        return name;
    }

    /** The names from the root to this pool, separated by slashes. */
    public String path() {
        return path;
    }

    /** The pool above, or null for the root. */
    public @Nullable MemoryPool parent() {
        return parent;
    }

    /**
     * Ends this pool; a second call does nothing.
     *
     * @throws CarbideInternalException if bytes are outstanding or pools below are open; this pool stays open then
     */
    @Override
    public void close() {
        ledger.transfers.lock();
        try {
            synchronized (lock) {
                if (closed) {
                    return;
                }
                if (own > 0 || !children.isEmpty()) {
                    throw new CarbideInternalException(PoolReport.leak(this));
                }
                closed = true;
            }
            if (parent != null) {
                parent.takeBack(surrender());
                parent.children.remove(this);
            }
        } finally {
            ledger.transfers.unlock();
        }
    }

    /** The tree of pools from here down, one per line. */
    @Override
    public String toString() {
        return PoolReport.tree(this);
    }

    /** The open pools right below this one, as they come and go. */
    public Collection<MemoryPool> children() {
        return Collections.unmodifiableCollection(children);
    }

    AllocationSites sites() {
        return sites;
    }

    private @Nullable MemoryPool draw(long bytes) {
        requireNotNegative(bytes);
        synchronized (lock) {
            requireOpen();
            if (!ledger.frozen && spare >= bytes) {
                use(bytes, false);
                return null;
            }
        }
        ledger.transfers.lock();
        try {
            return drawUpwards(bytes);
        } finally {
            ledger.transfers.unlock();
        }
    }

    /** Tries whole quanta, then the bare bytes, then the bare bytes with all that lies about unused below the limit. */
    private @Nullable MemoryPool drawUpwards(long bytes) {
        if (obtain(bytes, false, true) == null) {
            return null;
        }
        MemoryPool limiting = obtain(bytes, false, false);
        ledger.frozen = true;
        try {
            MemoryPool collected = null;
            while (limiting != collected && limiting != null) {
                collected = limiting;
                collected.collectFromChildren();
                limiting = obtain(bytes, false, false);
            }
            return limiting;
        } finally {
            ledger.frozen = false;
        }
    }

    /**
     * Puts bytes of this pool to use, getting from above what it lacks. Holds {@code ledger.transfers}; returns the pool
     * whose limit forbids it, or null. Other threads may take what was just got, hence the loop.
     */
    private @Nullable MemoryPool obtain(long bytes, boolean toLend, boolean inQuanta) {
        while (true) {
            long missing;
            long room;
            synchronized (lock) {
                requireOpen();
                if (spare >= bytes) {
                    use(bytes, toLend);
                    return null;
                }
                missing = bytes - spare;
                room = limit - granted;
            }
            if (parent == null || room < missing) {
                return this;
            }
            long wanted = inQuanta ? Math.min(room, inQuanta(missing)) : missing;
            MemoryPool limiting = parent.obtain(wanted, true, inQuanta);
            if (limiting != null) {
                return limiting;
            }
            synchronized (lock) {
                granted += wanted;
                spare += wanted;
            }
        }
    }

    private void use(long bytes, boolean toLend) {
        spare -= bytes;
        if (toLend) {
            lent += bytes;
        } else {
            own += bytes;
        }
        peak = Math.max(peak, own + lent);
    }

    private void giveUp(long bytes) {
        requireOpen();
        if (bytes > own) {
            throw new CarbideInternalException("Memory pool " + path + " was to release " + bytes + " bytes, but only "
                    + own + " are reserved in it");
        }
        own -= bytes;
        spare += bytes;
    }

    private void releaseUpwards(long bytes) {
        ledger.transfers.lock();
        try {
            synchronized (lock) {
                giveUp(bytes);
            }
            MemoryPool pool = this;
            while (pool.parent != null) {
                long surplus = pool.surrenderExcess();
                if (surplus == 0) {
                    return;
                }
                pool.parent.takeBack(surplus);
                pool = pool.parent;
            }
        } finally {
            ledger.transfers.unlock();
        }
    }

    private void collectFromChildren() {
        for (MemoryPool child : children) {
            child.collectFromChildren();
            takeBack(child.surrender());
        }
    }

    private void takeBack(long bytes) {
        synchronized (lock) {
            lent -= bytes;
            spare += bytes;
        }
    }

    private long surrender() {
        synchronized (lock) {
            long surplus = spare;
            granted -= surplus;
            spare = 0;
            return surplus;
        }
    }

    private long surrenderExcess() {
        synchronized (lock) {
            long surplus = excess();
            granted -= surplus;
            spare -= surplus;
            return surplus;
        }
    }

    /** What a pool gives back of its own accord: all but one quantum, once it has two. */
    private long excess() {
        long quantum = quantum();
        return parent == null || spare < 2 * quantum ? 0 : spare - quantum;
    }

    /** An eighth of what the pool holds, within bounds. */
    private long quantum() {
        return Math.clamp(Long.highestOneBit(granted >>> 3), MIN_QUANTUM, MAX_QUANTUM);
    }

    private long inQuanta(long bytes) {
        long quantum = quantum();
        return bytes > Long.MAX_VALUE - quantum ? bytes : (bytes + quantum - 1) & -quantum;
    }

    private void requireOpen() {
        if (closed) {
            throw new CarbideInternalException("Memory pool " + path + " is closed");
        }
    }

    private void requireNotNegative(long bytes) {
        if (bytes < 0) {
            throw new CarbideInternalException("Memory pool " + path + " was asked for " + bytes + " bytes");
        }
    }
}
