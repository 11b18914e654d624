package dev.carbide.kernel;

/**
 * What a kernel's ledger says, in bytes.
 *
 * @param limit all that may be reserved at once
 * @param used reserved now
 * @param peak the most that was ever reserved at once
 */
public record MemoryUsage(long limit, long used, long peak) {}
