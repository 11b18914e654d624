/**
 * The SQL front-end: {@link dev.carbide.sql.SqlSession} knows tables by name and turns SQL text into plans. Parsing,
 * name and type resolution and the removal of sub-queries are Calcite's, none of whose types shows here; join order,
 * push-down and the plan itself are made in {@link dev.carbide.sql.plan}.
 */
@NullMarked
package dev.carbide.sql;

import org.jspecify.annotations.NullMarked;
