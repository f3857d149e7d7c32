try{var t=localStorage.getItem("kb-theme"),w=localStorage.getItem("kb-width"),d=document.documentElement.dataset
if(t=="dark"||t=="light")d.theme=t;if(w=="wide")d.width=w}catch(e){}document.documentElement.dataset.js=""
