package dev.mooring.loadgenerator.process;

import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.run.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A run split over child processes, because each has its own limit of open files. The children advance together: they
 * get the same commands, and their starts interleave.
 */
public final class ProcessLoad implements Load {
    private final List<Child> children = new ArrayList<>();

    /**
     * Starts the children and waits until each is ready.
     *
     * @param commands one command line a child
     */
    public ProcessLoad(List<List<String>> commands) throws IOException, InterruptedException {
        for (List<String> command : commands) {
            children.add(new Child(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()));
        }
        for (Child child : children) {
            child.awaitReady();
        }
    }

    @Override
    public void ramp() {
        children.forEach(child -> child.tell(ChildCommand.RAMP));
    }

    @Override
    public void hold() {
        children.forEach(child -> child.tell(ChildCommand.HOLD));
    }

    @Override
    public void finish() {
        children.forEach(child -> child.tell(ChildCommand.FINISH));
    }

    @Override
    public Status status() {
        return children.stream().map(Child::status).reduce(Status::plus).orElseThrow();
    }

    @Override
    public Measurement measurement() {
        return children.stream()
                .flatMap(child -> child.measurement().stream())
                .reduce(Measurement.none(), Measurement::plus);
    }

    @Override
    public void close() {
        children.forEach(Child::destroy);
    }
}
