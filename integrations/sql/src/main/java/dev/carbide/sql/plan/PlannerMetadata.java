package dev.carbide.sql.plan;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * What relational algebra asks about itself while it is built. Orders and distributions are none of its business here.
 * The rest is answered by reflection: handlers generated and compiled at run time cost the first query a second.
 */
final class PlannerMetadata extends RelMetadataQuery {
    private static final MetadataHandlerProvider HANDLERS = new SharedHandlers();

    PlannerMetadata() {
        super(HANDLERS);
    }

    @Override
    public ImmutableList<RelCollation> collations(RelNode relation) {
        return ImmutableList.of();
    }

    @Override
    public RelDistribution distribution(RelNode relation) {
        return RelDistributions.ANY;
    }

    /** One handler of a kind for all queries. */
    private static final class SharedHandlers implements MetadataHandlerProvider {
        private final MetadataHandlerProvider reflective =
                new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE);
        private final Map<Class<?>, MetadataHandler<?>> handlers = new ConcurrentHashMap<>();

        @Override
        public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
            return kind.cast(handlers.computeIfAbsent(kind, ignored -> reflective.handler(kind)));
        }
    }
}
