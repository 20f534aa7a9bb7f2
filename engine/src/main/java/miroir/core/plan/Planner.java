package miroir.core.plan;

/** Turns a wish into a plan: pure, and fast enough to be asked while an operator types. */
public final class Planner {
    private Planner() {}
}
