package dev.carbide.operators.pipeline;

import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.runtime.Gather;
import dev.carbide.operators.runtime.InputShape;
import dev.carbide.operators.runtime.LimitState;
import dev.carbide.operators.runtime.WorkerMetrics;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the class of one pipeline. Between probes the work is a segment: small loops over a chunk of at most a batch of
 * tuples, handing index vectors to each other. The cursor of the whole is the depth of the innermost probe that still has
 * matches, so that the instance can stop after any chunk and go on later.
 */
final class PipelineGen {
    private final Stages stages;
    private final PipelineClass cls = new PipelineClass();
    private final ScanShape scan;
    private final DictionaryTables tables;
    private final StageMethods methods;
    private final SinkGen sink;
    private final SourceBuilder consume;
    private final SourceBuilder drain;
    private final List<MethodBuilder> segments = new ArrayList<>();
    private final List<MethodBuilder> matches = new ArrayList<>();
    private final MethodBuilder sinkMethod;

    private PipelineGen(PipelineSpec spec, LoopBudget budget) {
        stages = new Stages(spec);
        scan = ScanShape.of(spec.input());
        cls.builder().header(title(spec));
        cls.builder()
                .imports(
                        Batch.class,
                        Column.class,
                        Columns.class,
                        ViewBuffers.class,
                        Hash.class,
                        RawMemory.class,
                        Gather.class,
                        MemorySegment.class);
        tables = new DictionaryTables(cls, stages.columns(), scan, budget);
        methods = new StageMethods(cls, stages.columns(), scan, tables, budget);
        sink = switch (spec.sink()) {
            case PipelineSpec.Sink.Result result -> new ResultGen(cls, methods, stages, result);
            case PipelineSpec.Sink.Aggregate aggregate -> new AggregateGen(cls, methods, stages, scan, aggregate);
            case PipelineSpec.Sink.JoinBuild build -> JoinBuildGen.of(cls, methods, stages, build);
            case PipelineSpec.Sink.ProbeSpill spill -> JoinBuildGen.of(cls, methods, stages, spill);
            case PipelineSpec.Sink.Sort sort -> SortGen.of(cls, methods, stages, sort);
            case PipelineSpec.Sink.TopN topN -> SortGen.of(cls, methods, stages, topN);
        };
        declareFields();
        consume = cls.override("int", "consume", "Batch next");
        drain = cls.method("int", "drain", "takes matches from the innermost probe outwards until none is left")
                .body();
        for (int probe = 0; probe <= stages.probes(); probe++) {
            if (probe > 0) {
                matches.add(
                        cls.method("int", "matches" + probe, "the next matches of probe " + probe + ", 0 at the end"));
            }
            String from = probe == 0 ? "the tuples of a batch" : "the matches of probe " + probe;
            segments.add(cls.method("int", "segment" + probe, from, "int count"));
        }
        sinkMethod = cls.method("int", "sink", "", "int count");
    }

    static GeneratedSource generate(PipelineSpec spec, LoopBudget budget) {
        return new PipelineGen(spec, budget).generate();
    }

    /** Such as {@code scan #3 -> filter #2 -> aggregate #1}. */
    static String title(PipelineSpec spec) {
        StringBuilder text = new StringBuilder("scan #" + spec.input().operatorId());
        for (PipelineSpec.Step step : spec.steps()) {
            text.append(" -> ").append(name(step)).append(" #").append(step.operatorId());
        }
        return text.append(" -> ")
                .append(name(spec.sink()))
                .append(" #")
                .append(spec.sink().operatorId())
                .toString();
    }

    private static String name(PipelineSpec.Step step) {
        return switch (step) {
            case PipelineSpec.Step.Filter _ -> "filter";
            case PipelineSpec.Step.Project _ -> "project";
            case PipelineSpec.Step.Probe _ -> "probe";
            case PipelineSpec.Step.Limit _ -> "limit";
        };
    }

    private static String name(PipelineSpec.Sink sink) {
        return switch (sink) {
            case PipelineSpec.Sink.Result _ -> "result";
            case PipelineSpec.Sink.Aggregate _ -> "aggregate";
            case PipelineSpec.Sink.JoinBuild _ -> "join build";
            case PipelineSpec.Sink.ProbeSpill _ -> "spill probe side";
            case PipelineSpec.Sink.Sort _ -> "sort";
            case PipelineSpec.Sink.TopN _ -> "top-n";
        };
    }

    private void declareFields() {
        cls.bound(WorkerMetrics.class, "metrics", "metrics()", "");
        cls.bound(InputShape.class, "input", "input()", "");
        cls.state("Batch", "batch", "borrowed while its tuples are in flight");
        if (scan.any()) {
            cls.state("boolean", "dictionaries", "string columns of this batch are encoded as expected");
        }
        cls.state("int", "depth", "the innermost probe that may have more matches; 0 for none");
        cls.state("int", "pending", "tuples that the sink has refused and will be offered again");
        cls.state("boolean", "finishing", "");
        for (int limit = 1; limit <= stages.limits(); limit++) {
            cls.bound(LimitState.class, "limit" + limit, "limit(" + limit + ")", "");
        }
        for (Stages.Stage stage : stages.stages()) {
            if (stage instanceof Stages.ProbeStage probe) {
                ProbeGen.declare(cls, probe);
            }
        }
        sink.declare();
    }

    private GeneratedSource generate() {
        List<Set<Integer>> behind = Needs.behindEachStage(stages.stages(), Needs.columns(sink.reads()));
        vectors(behind);
        Chunk last = emitSegments(behind);
        SourceBuilder out = sinkMethod.body();
        out.line("metrics.enter(" + stages.sinkPosition() + ");");
        sink.emitSink(last, out, sinkMethod.parameter(0));
        emitConsume();
        emitDrain();
        emitResume();
        SourceBuilder finish = cls.override("int", "finish");
        finish.line("finishing = true;");
        finish.line("metrics.enter(" + stages.sinkPosition() + ");");
        sink.emitFinish(finish);
        return cls.builder().build();
    }

    private void vectors(List<Set<Integer>> behind) {
        cls.vector("int", "rows0", "batch row of each tuple");
        if (stages.stages().stream().anyMatch(Stages.FilterStage.class::isInstance)) {
            cls.vector("long", FilterGen.MASKS, "what comparisons say of each tuple: 1 or 0");
        }
        for (int stage = 0; stage < behind.size(); stage++) {
            if (stages.stages().get(stage) instanceof Stages.ProbeStage probe) {
                Chunk level = new Chunk(probe.probe(), false);
                Set<Integer> wanted =
                        new TreeSet<>(TupleLoop.vectorsOf(stages.columns(), behind.get(stage), level.level()));
                wanted.add(probe.probe());
                for (int vector : wanted) {
                    boolean rows = vector == TupleLoop.BATCH;
                    cls.vector(
                            rows ? "int" : "long",
                            rows ? level.rows() : level.built(vector),
                            "behind probe " + probe.probe());
                }
            }
        }
    }

    /** Emits the segments and returns the chunk that reaches the sink. */
    private Chunk emitSegments(List<Set<Integer>> behind) {
        FilterGen filters = new FilterGen(methods, stages.columns());
        ProbeGen probes = new ProbeGen(cls, methods, stages.columns());
        LimitGen limits = new LimitGen(stages.columns());
        Chunk chunk = Chunk.WHOLE_BATCH;
        SourceBuilder segment = segments.getFirst().body();
        String count = segment.variable("int", "tuples", segments.getFirst().parameter(0));
        for (int at = 0; at < stages.stages().size(); at++) {
            Stages.Stage stage = stages.stages().get(at);
            segment.line("metrics.enter(" + stage.position() + ");");
            switch (stage) {
                case Stages.FilterStage filter -> {
                    chunk = filters.emit(filter, chunk, behind.get(at), segment, count);
                    passOn(segment, stage, count);
                }
                case Stages.LimitStage limit -> {
                    chunk = limits.emit(limit, chunk, behind.get(at), segment, count);
                    passOn(segment, stage, count);
                }
                case Stages.ProbeStage probe -> {
                    probes.emitBegin(probe, chunk, behind.get(at), segment, count);
                    HashJoinNode join = stages.join(probe);
                    SourceBuilder next = matches.get(probe.probe() - 1).body();
                    chunk = probes.emitNext(probe, join, ProbeGen.begun(probe, chunk), behind.get(at), next);
                    MethodBuilder method = segments.get(probe.probe());
                    segment = method.body();
                    count = segment.variable("int", "tuples", method.parameter(0));
                }
            }
        }
        segment.line("return " + sinkMethod.name() + "(" + count + ");");
        return chunk;
    }

    private static void passOn(SourceBuilder segment, Stages.Stage stage, String count) {
        segment.line("metrics.addRows(" + stage.position() + ", " + count + ");");
        try (var _ = segment.block("if (" + count + " == 0)")) {
            segment.line("return NEEDS_INPUT;");
        }
    }

    private void emitConsume() {
        consume.line("batch = input.open(next);");
        if (scan.any()) {
            consume.line("dictionaries = input.dictionaries();");
        }
        if (!tables.isEmpty()) {
            try (var _ = consume.block("if (dictionaries)")) {
                tables.emitRefresh(consume);
            }
        }
        String status = consume.local("int", "status", segments.getFirst().name() + "(batch.rowCount())");
        consume.line("return " + status + " == NEEDS_INPUT ? drain() : " + status + ";");
    }

    private void emitDrain() {
        if (stages.probes() > 0) {
            String status = drain.variable("int", "status", "NEEDS_INPUT");
            try (var _ = drain.block("while (depth > 0)")) {
                for (Stages.Stage stage : stages.stages()) {
                    if (stage instanceof Stages.ProbeStage probe) {
                        drainProbe(probe, status);
                    }
                }
                try (var _ = drain.block("if (" + status + " != NEEDS_INPUT)")) {
                    drain.line("return " + status + ";");
                }
            }
        }
        String reached = IntStream.rangeClosed(1, stages.limits())
                .mapToObj(limit -> "limit" + limit + ".isReached()")
                .collect(Collectors.joining(" || "));
        drain.line(reached.isEmpty() ? "return NEEDS_INPUT;" : "return " + reached + " ? DONE : NEEDS_INPUT;");
    }

    private void drainProbe(Stages.ProbeStage probe, String status) {
        int number = probe.probe();
        try (var _ = drain.block("if (depth == " + number + ")")) {
            drain.line("metrics.enter(" + probe.position() + ");");
            String count = drain.local("int", "count", matches.get(number - 1).name() + "()");
            drain.line("metrics.addRows(" + probe.position() + ", " + count + ");");
            try (var branch = drain.ifElse(count + " == 0")) {
                drain.line("depth = " + (number - 1) + ";");
                branch.otherwise();
                drain.line(status + " = " + segments.get(number).name() + "(" + count + ");");
            }
        }
    }

    private void emitResume() {
        SourceBuilder resume = cls.override("int", "resume");
        try (var _ = resume.block("if (pending > 0)")) {
            String count = resume.local("int", "count", "pending");
            resume.line("pending = 0;");
            String status = resume.local("int", "status", sinkMethod.name() + "(" + count + ")");
            try (var _ = resume.block("if (" + status + " != NEEDS_INPUT)")) {
                resume.line("return " + status + ";");
            }
        }
        resume.line("return finishing ? finish() : drain();");
    }
}
