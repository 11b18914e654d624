/**
 * The relational plan: a tree of sealed, typed records that validate themselves. Columns are referred to by position;
 * names serve messages and EXPLAIN. Front-ends build it, the kernel cuts it into pipelines.
 */
@NullMarked
package dev.carbide.operators.plan;

import org.jspecify.annotations.NullMarked;
