package dev.carbide.offheap.memory;

/** Memory that holds what can be had again, such as a block cache: it borrows what execution does not use. */
public interface EvictableStorage {
    /**
     * Frees at least {@code bytes} bytes if that is possible without going below what is protected from execution; less is
     * progress too. Any thread, by which no lock of the ledger is held; may write to disk, never waits for execution.
     *
     * @return the bytes freed
     */
    long evict(long bytes);
}
