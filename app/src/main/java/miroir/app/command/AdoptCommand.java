package miroir.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import miroir.app.Adopting;
import miroir.app.client.AdoptionText;
import miroir.app.config.Config;
import miroir.app.config.ConfigException;
import miroir.app.process.CommandContext;
import miroir.core.topology.NodeId;
import miroir.engine.adopt.AdoptionException;
import miroir.engine.adopt.AdoptionPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rebuilds Miroir's state from its nodes, while Miroir does not run. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Rebuilds Miroir's state from its nodes, after it was lost or is older than they are."
                + " Shows what it would be, asks, and writes it; what was there is moved aside."
                + " Miroir must not be running.")
final class AdoptCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Mixin
    private final Consent consent = new Consent();

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    @Option(names = "--without", paramLabel = "NODE", description = "Go on without this node, which is not asked.")
    private List<String> without = List.of();

    private final CommandContext context;

    AdoptCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Config config = options.load(context.environment());
        try (Adopting adopting = Adopting.open(config, Clock.systemUTC())) {
            Optional<Path> finished = adopting.finish();
            if (finished.isPresent()) {
                people().println("An adopt that was interrupted has come to its end.");
                return done(finished);
            }
            AdoptionPlan plan = plan(adopting);
            show(adopting, plan);
            List<String> unknown = without.stream()
                    .filter(id ->
                            plan.nodes().stream().noneMatch(node -> node.id().equals(id)))
                    .toList();
            if (!unknown.isEmpty()) {
                context.err().println("Nothing was changed: the cluster has no " + String.join(", ", unknown) + ".");
                return Commands.FAILED;
            }
            List<String> missing = plan.nodes().stream()
                    .filter(node -> !node.trouble().isEmpty())
                    .map(AdoptionPlan.NodeLine::id)
                    .filter(node -> !without.contains(node))
                    .toList();
            return agreed(missing) ? done(adopting.apply(plan)) : Commands.FAILED;
        }
    }

    private int done(Optional<Path> aside) {
        aside.ifPresent(folder -> people().println("What was there before is in " + folder + "."));
        people().println(
                        "The state is rebuilt. Start Miroir as always: it compares the other copies and brings them back.");
        return Commands.DONE;
    }

    private AdoptionPlan plan(Adopting adopting) throws IOException {
        try {
            return adopting.plan(without.stream().map(NodeId::new).collect(Collectors.toSet()));
        } catch (CompletionException e) {
            throw e.getCause() instanceof AdoptionException clear ? clear : e;
        }
    }

    private void show(Adopting adopting, AdoptionPlan plan) {
        if (json) {
            context.out().println(AdoptionText.json(plan));
        }
        AdoptionText.of(plan).forEach(people()::println);
        adopting.remarks().forEach(remark -> people().println("  " + remark));
        if (!adopting.trouble().isEmpty()) {
            people().println("  Miroir's own state cannot be read and is put aside: " + adopting.trouble());
        }
    }

    private PrintWriter people() {
        return json ? context.err() : context.out();
    }

    /** A yes given beforehand does not cover nodes whose copies would be left out unnoticed. */
    private boolean agreed(List<String> missing) {
        if (consent.given() && missing.isEmpty()) {
            return true;
        }
        String question = missing.isEmpty()
                ? "Write this state?"
                : "Write this state without " + String.join(", ", missing) + "?";
        Optional<Boolean> answer =
                consent.given() ? Optional.empty() : context.prompt().confirm(question);
        if (answer.isEmpty()) {
            context.err()
                    .println(
                            missing.isEmpty()
                                    ? "Nothing was changed. To write this state: the same command with --yes."
                                    : "Nothing was changed: " + String.join(", ", missing)
                                            + " cannot be asked. Bring it back, or go on with --yes --without "
                                            + String.join(" --without ", missing) + ".");
        } else if (!answer.get()) {
            context.err().println("Nothing was changed.");
        }
        return answer.orElse(false);
    }
}
