/**
 * Where rows come from: tables, the sources they open for one query, and the worker-local readers of batches. File
 * formats and stores implement these; so do the outputs of blocking operators.
 */
@NullMarked
package dev.carbide.operators.scan;

import org.jspecify.annotations.NullMarked;
