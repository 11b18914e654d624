package dev.carbide.sql.plan;

import dev.carbide.sql.catalog.QueryCatalog;
import dev.carbide.sql.parse.Conformance;
import dev.carbide.sql.type.CarbideTypeFactory;
import dev.carbide.sql.type.StrictCoercion;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** Validates a parse tree and turns it into relational algebra without sub-queries in expressions. For one query. */
final class AlgebraBuilder {
    private static final CalciteConnectionConfig NAMES_IN_ANY_CASE = namesInAnyCase();
    private static final SqlValidator.Config VALIDATION = SqlValidator.Config.DEFAULT
            .withConformance(Conformance.INSTANCE)
            .withDefaultNullCollation(NullCollation.LAST)
            .withIdentifierExpansion(true)
            .withTypeCoercionFactory(StrictCoercion::new);
    private static final SqlToRelConverter.Config CONVERSION = SqlToRelConverter.config()
            .withExpand(false)
            .withTrimUnusedFields(false)
            .withInSubQueryThreshold(Integer.MAX_VALUE);
    private static final HepProgram NOTHING = HepProgram.builder().build();

    private final CarbideTypeFactory types = new CarbideTypeFactory();
    private final CalciteCatalogReader reader;
    private final SqlValidator validator;

    AlgebraBuilder(QueryCatalog catalog) {
        var root = CalciteSchema.createRootSchema(false, false, "", catalog);
        reader = new CalciteCatalogReader(root, List.of(), types, NAMES_IN_ANY_CASE);
        validator = new QueryValidator(reader, types, VALIDATION);
    }

    private static CalciteConnectionConfig namesInAnyCase() {
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        return new CalciteConnectionConfigImpl(properties);
    }

    /** @throws org.apache.calcite.runtime.CalciteContextException for names and types that do not resolve */
    RelRoot build(SqlNode parsed) {
        SqlNode valid = validator.validate(parsed);
        HepPlanner planner = new HepPlanner(NOTHING);
        planner.setExecutor((builder, constants, reduced) -> reduced.addAll(constants));
        RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(types));
        cluster.setMetadataQuerySupplier(PlannerMetadata::new);
        var converter = new SqlToRelConverter(
                (rowType, sql, schemaPath, viewPath) -> {
                    throw new UnsupportedQueryException("a view");
                },
                validator,
                reader,
                cluster,
                StandardConvertletTable.INSTANCE,
                CONVERSION);
        RelRoot root = converter.convertQuery(valid, false, true);
        return root.withRel(SubQueries.remove(root.rel));
    }
}
