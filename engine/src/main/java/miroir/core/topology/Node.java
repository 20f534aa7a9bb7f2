package miroir.core.topology;

import java.net.URI;

/** A Meilisearch node as the operator declared it. */
public record Node(NodeId id, GroupId group, URI address, Lifecycle wanted) {}
