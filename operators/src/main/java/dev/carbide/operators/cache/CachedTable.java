package dev.carbide.operators.cache;

import dev.carbide.offheap.cache.BlockCache;
import dev.carbide.offheap.cache.CacheRegion;
import dev.carbide.offheap.cache.CacheStatistics;
import dev.carbide.offheap.cache.StorageLevel;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;

/**
 * A table whose columns stay in the block cache, split by split, once they were read. Whatever happens to the cache, its
 * rows are those of its source. When the data of the source change, its blocks are dropped at the next scan.
 *
 * <p>Unpersisted, it goes on as its source does. It does not own its source. Thread-safe.
 */
public final class CachedTable implements Table {
    private final Table source;
    private final CacheRegion region;

    private CachedTable(Table source, CacheRegion region) {
        this.source = source;
        this.region = region;
    }

    /**
     * Caches a table; nothing is read yet.
     *
     * @throws CarbideException if it is cached already
     */
    public static CachedTable of(Table source, BlockCache cache, StorageLevel level) {
        if (source instanceof CachedTable) {
            throw new CarbideException("Table " + source.name() + " is cached already");
        }
        return new CachedTable(
                source,
                cache.newRegion(
                        source.name(),
                        source.schema().fields().stream().map(Field::type).toList(),
                        source.splits(),
                        level));
    }

    /** The table whose data these are. */
    public Table source() {
        return source;
    }

    CacheRegion region() {
        return region;
    }

    public CacheStatistics cacheStatistics() {
        return region.statistics();
    }

    /**
     * Frees memory and disk; what scans use right now is freed when they are done with it. A second call does nothing but
     * wait.
     *
     * @param blocking whether to wait for those scans; not for a thread that has one open
     */
    public void unpersist(boolean blocking) {
        region.unpersist(blocking);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Schema schema() {
        return source.schema();
    }

    @Override
    public TableStatistics statistics() {
        return source.statistics();
    }

    @Override
    public Encoding likelyEncoding(int column) {
        return source.likelyEncoding(column);
    }

    @Override
    public Source open(ScanRequest request) {
        if (!source.isCurrent()) {
            region.invalidate();
        }
        if (request.columns().isEmpty() || !region.retain()) {
            return source.open(request);
        }
        try {
            return new CachedSource(source, region, request);
        } catch (Throwable e) {
            region.release();
            throw e;
        }
    }

    @Override
    public boolean isCurrent() {
        return source.isCurrent();
    }

    @Override
    public String toString() {
        return "Cached " + source;
    }
}
