// The transportation problem of `redkite bench assignment` by LEMON's network simplex: the bound
// alone, without whole parties.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

static double cpu_s()
{
    timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    FILE *file = fopen(argv[argc - 1], "rb");
    size_t parties, sites, arcs;

    if (!file || fscanf(file, "%zu %zu %zu", &parties, &sites, &arcs) != 3)
        return 1;

    lemon::SmartDigraph graph;
    graph.reserveNode((int)(parties + sites + 1));
    graph.reserveArc((int)arcs);
    std::vector<long long> supply(parties + sites + 1);
    for (size_t i = 0; i < parties + sites + 1; i++) {
        graph.addNode();
        if (fscanf(file, "%lld", &supply[i]) != 1)
            return 1;
        if (i >= parties)
            supply[i] = -supply[i];
    }
    std::vector<long long> cost(arcs);
    for (size_t a = 0; a < arcs; a++) {
        size_t party, node;

        if (fscanf(file, "%zu %zu %lld", &party, &node, &cost[a]) != 3)
            return 1;
        graph.addArc(graph.nodeFromId((int)party), graph.nodeFromId((int)(parties + node)));
    }
    fclose(file);

    lemon::SmartDigraph::NodeMap<long long> supplies(graph);
    lemon::SmartDigraph::ArcMap<long long> costs(graph);
    for (size_t i = 0; i < supply.size(); i++)
        supplies[graph.nodeFromId((int)i)] = supply[i];
    for (size_t a = 0; a < arcs; a++)
        costs[graph.arcFromId((int)a)] = cost[a];

    lemon::NetworkSimplex<lemon::SmartDigraph, long long, long long> simplex(graph);
    simplex.supplyMap(supplies).costMap(costs);
    double start = cpu_s();
    if (simplex.run() != simplex.OPTIMAL)
        return 1;
    double seconds = cpu_s() - start;
    printf("{\"seconds\": %.9f, \"checksum\": \"%016" PRIx64 "\"}\n", seconds,
           (uint64_t)simplex.totalCost<long long>());
    return 0;
}
