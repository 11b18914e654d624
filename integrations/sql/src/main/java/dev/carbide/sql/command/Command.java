package dev.carbide.sql.command;

import dev.carbide.offheap.cache.StorageLevel;

/** A parsed statement that is no query. */
public sealed interface Command {
    /**
     * A name in the text.
     *
     * @param offset where it begins
     */
    record Name(String text, int offset) {}

    /** {@code CACHE [LAZY] TABLE table [OPTIONS (storageLevel = level)]}. */
    record CacheTable(Name table, boolean lazy, StorageLevel level) implements Command {}

    /** {@code UNCACHE TABLE [IF EXISTS] table}. */
    record UncacheTable(Name table, boolean ifExists) implements Command {}

    /** {@code SHOW CACHE}. */
    record ShowCache() implements Command {}
}
