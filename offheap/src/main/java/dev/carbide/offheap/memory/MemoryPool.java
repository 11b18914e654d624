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
 * would carry {@link #committed()} of this pool or of one above over its {@link #limit()}. Only what a pool is guaranteed
 * stays with it, used or not: see {@link #guarantee} and {@link #tryEnsure}.
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
    private final @Nullable MemoryPool parent;
    private final Ledger ledger;
    private final AllocationSites sites;
    private final ConcurrentLinkedQueue<MemoryPool> children = new ConcurrentLinkedQueue<>();

    private volatile long limit;
    /** The task whose memory this is; null above tasks and beside them. */
    private volatile @Nullable MemoryTask task;

    // Guarded by lock: granted == own + lent + spare, and max(guaranteed, ensured) <= granted. Granted, lent,
    // guaranteed and closed change under ledger.transfers only.
    private final Object lock = new Object();
    private long guaranteed;
    private long ensured;
    /** Of the pool of a task: what pools below it are guaranteed. The rest of its guarantee is kept for theirs to come. */
    private long promised;

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
        this.task = parent == null ? null : parent.task;
    }

    /** The root of a new ledger with this limit in bytes, at which reservations are refused. */
    public static MemoryPool root(String name, long limitBytes) {
        return root(name, limitBytes, LimitPolicy.REFUSE, AllocationSites.TRACKED_IN_PROCESS);
    }

    /** The root of a new ledger with this limit in bytes, at which the arbiter makes room. One arbiter serves one ledger. */
    public static MemoryPool root(String name, long limitBytes, MemoryArbiter arbiter) {
        return root(name, limitBytes, arbiter, AllocationSites.TRACKED_IN_PROCESS);
    }

    /**
     * The root of a new ledger that owns nothing by itself: what is reserved in it is acquired from a host, and given back to
     * it when it is not used.
     */
    public static MemoryPool onHost(String name, HostMemory host, MemoryArbiter arbiter) {
        HostLedger hosted = new HostLedger(arbiter, host);
        MemoryPool root =
                new MemoryPool(name, null, hosted, UNLIMITED, new AllocationSites(AllocationSites.TRACKED_IN_PROCESS));
        hosted.attach(root);
        return root;
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
     * Reserves {@code bytes} bytes. May write out other consumers' memory and wait for others to give up theirs.
     *
     * @throws MemoryLimitException if they do not fit; nothing is reserved then
     */
    public void reserve(long bytes) {
        MemoryPool limiting = draw(bytes);
        if (limiting != null) {
            new MemoryRequest(this, bytes).insist(ledger.policy, () -> draw(bytes));
        }
    }

    /** Reserves {@code bytes} bytes if they fit as things stand. */
    public boolean tryReserve(long bytes) {
        return draw(bytes) == null;
    }

    /**
     * Guarantees that this pool and those below it can always reserve {@code bytes} bytes in all: what of them is not used
     * stays here. Replaces the guarantee given before.
     *
     * @throws MemoryLimitException if they do not fit; the former guarantee stands then
     */
    public void guarantee(long bytes) {
        MemoryPool limiting = drawGuarantee(bytes);
        if (limiting != null) {
            new MemoryRequest(this, bytes).insist(ledger.policy, () -> drawGuarantee(bytes));
        }
    }

    /** As {@link #guarantee}, if they fit as things stand. */
    public boolean tryGuarantee(long bytes) {
        return drawGuarantee(bytes) == null;
    }

    /**
     * Makes sure, if that is possible as things stand, that {@code bytes} bytes more than now can be reserved in this pool:
     * they stay here until they are used or the next call; with 0, nothing is held ready any more. For the one thread that reserves in it, and for pools without
     * others below them.
     */
    public boolean tryEnsure(long bytes) {
        return drawEnsured(bytes) == null;
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
        ledger.released();
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

    /**
     * As {@link #reserved()}, but a pool counts with what it is guaranteed if that is more, and a task's also with what of its
     * floor is kept for guarantees to come.
     */
    public long committed() {
        long committed;
        long atLeast;
        synchronized (lock) {
            committed = own + unpromised();
            atLeast = Math.max(guaranteed, ensured);
        }
        for (MemoryPool child : children) {
            committed += child.committed();
        }
        return Math.max(committed, atLeast);
    }

    /** What is guaranteed to this pool, in bytes. */
    public long guaranteed() {
        synchronized (lock) {
            return guaranteed;
        }
    }

    /** The most bytes this pool ever held. With pools below it, the quanta and guarantees these hold count whole. */
    public long peak() {
        synchronized (lock) {
            return peak;
        }
    }

    public long limit() {
        return limit;
    }

    /** Takes effect for later reservations; what is reserved beyond it stays. */
    void setLimit(long bytes) {
        ledger.transfers.lock();
        try {
            boolean lowered = bytes < limit;
            limit = bytes;
            if (lowered) {
                // unused quanta that lie below could be used beyond the limit
                collectUpwards();
            }
        } finally {
            ledger.transfers.unlock();
        }
    }

    /** Gives all that is unused here and below to the pool above. Holds {@code ledger.transfers}. */
    private void collectUpwards() {
        if (parent == null) {
            return;
        }
        ledger.frozen = true;
        try {
            collectFromChildren();
            parent.takeBack(surrender());
            parent.surrenderUpwards();
        } finally {
            ledger.frozen = false;
        }
    }

    void setTask(MemoryTask owner) {
        task = owner;
    }

    @Nullable
    MemoryTask task() {
        return task;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Whether this pool is {@code other} or lies above it. */
    boolean contains(MemoryPool other) {
        for (MemoryPool pool = other; pool != null; pool = pool.parent) {
            if (pool == this) {
                return true;
            }
        }
        return false;
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
        long unpromised = 0;
        ledger.transfers.lock();
        try {
            synchronized (lock) {
                if (closed) {
                    return;
                }
                closed = own == 0 && children.isEmpty();
                if (closed) {
                    unpromised = guaranteed;
                    guaranteed = 0;
                    ensured = 0;
                }
            }
            promise(-unpromised);
            if (!isClosed()) {
                throw new CarbideInternalException(PoolReport.leak(this));
            }
            if (parent != null) {
                parent.takeBack(surrender());
                parent.children.remove(this);
                parent.surrenderUpwards();
            }
        } finally {
            ledger.transfers.unlock();
        }
        if (parent == null) {
            ledger.closed();
        }
        ledger.released();
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
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

    private @Nullable MemoryPool drawGuarantee(long bytes) {
        requireNotNegative(bytes);
        boolean changed;
        ledger.transfers.lock();
        try {
            MemoryPool limiting = obtainUpwards(bytes, Use.GUARANTEE);
            if (limiting != null) {
                return limiting;
            }
            long raisedBy;
            synchronized (lock) {
                raisedBy = bytes - guaranteed;
                guaranteed = bytes;
            }
            promise(raisedBy);
            changed = raisedBy != 0;
            if (raisedBy < 0) {
                collectUpwards();
            }
        } finally {
            ledger.transfers.unlock();
        }
        if (changed) {
            // a promise of what is in use already leaves more to others, too
            ledger.released();
        }
        return null;
    }

    @Nullable
    MemoryPool drawEnsured(long bytes) {
        requireNotNegative(bytes);
        MemoryPool limiting = null;
        long before;
        boolean ready;
        synchronized (lock) {
            requireOpen();
            before = ensured;
            ready = !ledger.frozen && spare >= bytes;
            if (ready) {
                put(bytes, Use.ENSURE);
            }
        }
        if (!ready) {
            ledger.transfers.lock();
            try {
                limiting = obtainUpwards(bytes, Use.ENSURE);
            } finally {
                ledger.transfers.unlock();
            }
        }
        if (limiting == null && ensured() < before) {
            if (bytes == 0) {
                releaseUpwards(0);
            }
            ledger.released();
        }
        return limiting;
    }

    private long ensured() {
        synchronized (lock) {
            return ensured;
        }
    }

    /** Bytes that lie ready for what was ensured, beyond those in use and those guaranteed. */
    long heldReady() {
        synchronized (lock) {
            return Math.max(0, ensured - Math.max(guaranteed, own + lent));
        }
    }

    private @Nullable MemoryPool drawUpwards(long bytes) {
        return obtainUpwards(bytes, Use.OWN);
    }

    /** Tries whole quanta, then the bare bytes, then the bare bytes with all that lies about unused below the limit. */
    private @Nullable MemoryPool obtainUpwards(long bytes, Use use) {
        if (obtain(bytes, use, true) == null) {
            return null;
        }
        MemoryPool limiting = obtain(bytes, use, false);
        ledger.frozen = true;
        try {
            MemoryPool collected = null;
            while (limiting != collected && limiting != null) {
                collected = limiting;
                collected.collectFromChildren();
                limiting = obtain(bytes, use, false);
            }
            return limiting;
        } finally {
            ledger.frozen = false;
        }
    }

    /** What bytes are obtained for. */
    private enum Use {
        /** To be reserved here. */
        OWN,
        /** To be handed to a pool below. */
        LEND,
        /** To be handed to a pool below that is to be guaranteed them. */
        LEND_GUARANTEED,
        /** To lie ready for the next reservations. */
        ENSURE,
        /** To lie ready as far as they exceed what is in use already. */
        GUARANTEE
    }

    /**
     * Puts bytes of this pool to use, getting from above what it lacks. Holds {@code ledger.transfers}; returns the pool
     * whose limit forbids it, or null. Other threads may take what was just got, hence the loop.
     */
    private @Nullable MemoryPool obtain(long bytes, Use use, boolean inQuanta) {
        while (true) {
            long missing;
            long room;
            synchronized (lock) {
                requireOpen();
                missing = bytes - (use == Use.GUARANTEE ? granted : use == Use.LEND ? spare - unpromised() : spare);
                if (missing <= 0) {
                    put(bytes, use);
                    return null;
                }
                room = limit - granted;
            }
            if (parent == null || room < missing) {
                return this;
            }
            boolean guaranteeing = use == Use.GUARANTEE || use == Use.LEND_GUARANTEED;
            // a quantum would be more than what is guaranteed, and eat into what is kept for other guarantees
            long wanted = inQuanta && !guaranteeing ? Math.min(room, inQuanta(missing)) : missing;
            MemoryPool limiting = parent.obtain(wanted, guaranteeing ? Use.LEND_GUARANTEED : Use.LEND, inQuanta);
            if (limiting != null) {
                return limiting;
            }
            synchronized (lock) {
                granted += wanted;
                spare += wanted;
            }
        }
    }

    private void put(long bytes, Use use) {
        switch (use) {
            case OWN -> use(bytes, false);
            case LEND, LEND_GUARANTEED -> use(bytes, true);
            case ENSURE -> ensured = bytes == 0 ? 0 : own + lent + bytes;
            case GUARANTEE -> {}
        }
    }

    /** What of a task's floor no pool below it is guaranteed yet: nobody grows into that. */
    private long unpromised() {
        return isOfTask() ? Math.max(0, guaranteed - promised - own) : 0;
    }

    private boolean isOfTask() {
        MemoryTask owner = task;
        return owner != null && owner.pool() == this;
    }

    /** A pool of the task is guaranteed so much more. Holds {@code ledger.transfers}. */
    private void promise(long bytes) {
        MemoryTask owner = task;
        if (bytes != 0 && owner != null && owner.pool() != this) {
            owner.pool().addPromised(bytes);
            owner.pool().gatherKept();
        }
    }

    /** Who is promised less leaves what it does not use to pools in between: it is kept here, where none of them grows into it. */
    private void gatherKept() {
        synchronized (lock) {
            if (spare >= unpromised()) {
                return;
            }
        }
        ledger.frozen = true;
        try {
            collectFromChildren();
        } finally {
            ledger.frozen = false;
        }
    }

    private void addPromised(long bytes) {
        synchronized (lock) {
            promised += bytes;
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
            surrenderUpwards();
        } finally {
            ledger.transfers.unlock();
        }
    }

    /** Holds {@code ledger.transfers}. */
    private void surrenderUpwards() {
        MemoryPool pool = this;
        while (pool.parent != null) {
            long surplus = pool.surrenderExcess();
            if (surplus == 0) {
                return;
            }
            pool.parent.takeBack(surplus);
            pool = pool.parent;
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
            long surplus = free();
            granted -= surplus;
            spare -= surplus;
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
        long free = free();
        return parent == null || free < 2 * quantum ? 0 : free - quantum;
    }

    /** What is neither in use nor held ready. */
    private long free() {
        return Math.max(0, Math.min(spare - unpromised(), granted - Math.max(guaranteed, ensured)));
    }

    /** Bytes that a root on a host has beyond use, collected from all pools; takes at most {@code atMost} of them out. */
    long takeFromRoot(long atMost) {
        ledger.transfers.lock();
        try {
            ledger.frozen = true;
            collectFromChildren();
            synchronized (lock) {
                long taken = Math.clamp(free(), 0L, atMost);
                granted -= taken;
                spare -= taken;
                return taken;
            }
        } finally {
            ledger.frozen = false;
            ledger.transfers.unlock();
        }
    }

    /** Unused bytes of a root. */
    long rootSpare() {
        synchronized (lock) {
            return free();
        }
    }

    /** How many of so many bytes a root does not have unused. */
    long lacks(long bytes) {
        synchronized (lock) {
            return Math.max(0, bytes - (spare - unpromised()));
        }
    }

    long granted() {
        synchronized (lock) {
            return granted;
        }
    }

    /** A host has given bytes to this root; false if it is closed and they are the host's still. */
    boolean addToRoot(long bytes) {
        ledger.transfers.lock();
        try {
            synchronized (lock) {
                if (closed) {
                    return false;
                }
                granted += bytes;
                spare += bytes;
                return true;
            }
        } finally {
            ledger.transfers.unlock();
        }
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
