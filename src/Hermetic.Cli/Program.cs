using System.Diagnostics;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Geometry;
using Hermetic.Simulation.Transport;
var lead = MaterialCatalogue.Get("lead"); var sc=MaterialCatalogue.Get("vinyltoluene-scintillator");
Console.WriteLine($"X0 {lead.RadiationLength} {sc.RadiationLength} ps {MaterialCatalogue.Get("polystyrene-scintillator").RadiationLength} lpm {Bremsstrahlung.LpmEnergy(lead)}");
// radiative stopping check
foreach (var t in new[]{1e-3,1e-2,0.1,1.0,10,100}) { double s=0; int n=2000; for(int j=0;j<n;j++){ double rr=(j+.5)/n; s+=Bremsstrahlung.Spectrum(lead,t,t*rr*rr)*2*rr/n*t;} Console.WriteLine($"T {t*1e3} MeV rad {s*1e3/11.35*10:G5} MeV cm2/g coll {Ionisation.RestrictedLoss(lead,t,t,false)*1e3/11.35*10:G5} radX0 {s/(t)*lead.RadiationLength:G5} pairX0*9/7 {Photons.PairProduction(lead,t)*lead.RadiationLength*9/7:G5}"); }
LayerStack slab = new([(lead, 224.48)], 600);
var layers=new List<(Material,double)>(); for(int i=0;i<150;i++){layers.Add((lead,1.5));layers.Add((sc,1.5));}
LayerStack ecal=new(layers,600);
TransportCuts cuts=args.Length>3? new(double.Parse(args[2]),double.Parse(args[2]),double.Parse(args[3]),double.Parse(args[3])): new(1e-4,5e-4,3e-5,2e-4);
bool ec=args.Length==3; int N=int.Parse(args[0]); double E=double.Parse(args[1]);
var sw=Stopwatch.StartNew();
var r=ShowerStudy.Run(ec?ecal:slab,cuts,ParticleKind.Electron,E,N,1,2,"vinyltoluene-scintillator",[0.3,1]);
Console.WriteLine($"{N/sw.Elapsed.TotalSeconds:F2} ev/s wall 2 threads; dep {r.Deposited} front {r.FrontLeakage} back {r.BackLeakage} side {r.SideLeakage} act {r.ActiveFraction} res {r.ActiveResolution}");
for(int i=0;i<r.Profile.Count;i++) Console.WriteLine($"{i} {r.Profile[i].Value:G6} {r.Profile[i].Error:G3}");
for(int i=0;i<2;i++) Console.WriteLine($"track {r.ElectronTrack[i]} {r.PositronTrack[i]}");
