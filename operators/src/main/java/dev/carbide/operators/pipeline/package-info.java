/**
 * From the description of a pipeline to its generated source and its states: what is decided at generation time. What
 * runs lives in {@link dev.carbide.operators.runtime}.
 */
@NullMarked
package dev.carbide.operators.pipeline;

import org.jspecify.annotations.NullMarked;
