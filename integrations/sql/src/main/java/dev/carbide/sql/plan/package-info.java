/**
 * From a parse tree to a plan: validation and relational algebra by Calcite, then our own graph of joins, push-down,
 * join order by statistics, and the plan nodes. Internal to the SQL front-end.
 */
@NullMarked
package dev.carbide.sql.plan;

import org.jspecify.annotations.NullMarked;
