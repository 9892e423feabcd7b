using Xunit.Sdk;
using Xunit.v3;

// Each test drives several processes; on two cores they would only disturb each other's timing.
[assembly: Parallelization(Mode = ParallelMode.None)]
