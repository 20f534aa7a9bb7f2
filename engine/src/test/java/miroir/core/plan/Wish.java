package miroir.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Builds wishes for tests. */
final class Wish {
    private final List<TopologyWish.NewNode> add = new ArrayList<>();
    private final List<NodeId> drain = new ArrayList<>();
    private final List<NodeId> remove = new ArrayList<>();
    private final List<TopologyWish.Replacement> replace = new ArrayList<>();
    private final List<TopologyWish.NewGroup> addGroups = new ArrayList<>();
    private final List<GroupId> removeGroups = new ArrayList<>();
    private @Nullable Integer rf;
    private final List<NodeId> fail = new ArrayList<>();
    private final List<GroupId> failGroups = new ArrayList<>();

    static Wish to() {
        return new Wish();
    }

    Wish add(String... ids) {
        return addTo(0, ids);
    }

    Wish addTo(int group, String... ids) {
        Stream.of(ids).map(id -> Worlds.node(id, group)).forEach(add::add);
        return this;
    }

    Wish add(TopologyWish.NewNode node) {
        add.add(node);
        return this;
    }

    Wish drain(String... ids) {
        Stream.of(ids).map(NodeId::new).forEach(drain::add);
        return this;
    }

    Wish remove(String... ids) {
        Stream.of(ids).map(NodeId::new).forEach(remove::add);
        return this;
    }

    Wish replace(String from, String to) {
        return replace(from, Worlds.node(to, 0));
    }

    Wish replace(String from, TopologyWish.NewNode to) {
        replace.add(new TopologyWish.Replacement(new NodeId(from), to));
        return this;
    }

    Wish addGroup(int group, String... ids) {
        return addGroup(group, Stream.of(ids).map(id -> Worlds.node(id, group)).toArray(TopologyWish.NewNode[]::new));
    }

    Wish addGroup(int group, TopologyWish.NewNode... nodes) {
        addGroups.add(new TopologyWish.NewGroup(new GroupId(group), List.of(nodes)));
        return this;
    }

    Wish removeGroup(int group) {
        removeGroups.add(new GroupId(group));
        return this;
    }

    Wish rf(int factor) {
        rf = factor;
        return this;
    }

    Wish fail(String... ids) {
        Stream.of(ids).map(NodeId::new).forEach(fail::add);
        return this;
    }

    Wish failGroup(int group) {
        failGroups.add(new GroupId(group));
        return this;
    }

    TopologyWish wish() {
        return new TopologyWish(add, drain, remove, replace, addGroups, removeGroups, rf, fail, failGroups);
    }

    Plan on(Present present) {
        return Planner.plan(present, wish());
    }
}
